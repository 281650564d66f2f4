package dev.penstock.engine.sqlite.powerloss;

import dev.penstock.blob.BlobRef;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;

/** What a process says once engine or store have acknowledged it; one line each. */
sealed interface Said {
  /** A job is accepted. */
  record Submitted(JobId job, int items) implements Said {}

  /** A blob is published. */
  record Stored(BlobRef blob) implements Said {}

  /** All blobs under a prefix are about to be deleted. */
  record Dropping(String prefix) implements Said {}

  /** A chunk is claimed, which no loss of power has to leave so; but its fence was given. */
  record Claimed(JobId job, long chunk, int attempt, long fence) implements Said {}

  /** A chunk is checkpointed; so many items more are found. */
  record Found(JobId job, long items) implements Said {}

  /** An attempt has failed and counts. */
  record Retried(JobId job, long chunk, int attempt) implements Said {}

  /** A chunk has ended. */
  record Settled(JobId job, long chunk, String stage, Tally tally) implements Said {}

  /** A job was seen at its end. */
  record Ended(JobId job, JobState state, Tally tally) implements Said {}

  /** As one line, with words between spaces. */
  default String line() {
    return switch (this) {
      case Submitted(JobId job, int items) -> "submitted %s %d".formatted(job, items);
      case Stored(BlobRef blob) ->
          "stored %s %d %s".formatted(blob.key(), blob.length(), blob.digest());
      case Dropping(String prefix) -> "dropping " + prefix;
      case Claimed(JobId job, long chunk, int attempt, long fence) ->
          "claimed %s %d %d %d".formatted(job, chunk, attempt, fence);
      case Found(JobId job, long items) -> "found %s %d".formatted(job, items);
      case Retried(JobId job, long chunk, int attempt) ->
          "retried %s %d %d".formatted(job, chunk, attempt);
      case Settled(JobId job, long chunk, String stage, Tally tally) ->
          "settled %s %d %s %s".formatted(job, chunk, stage, words(tally));
      case Ended(JobId job, JobState state, Tally tally) ->
          "ended %s %s %s".formatted(job, state, words(tally));
    };
  }

  static Said of(String line) {
    String[] words = line.split(" ", -1);
    return switch (words[0]) {
      case "submitted" -> new Submitted(new JobId(words[1]), Integer.parseInt(words[2]));
      case "stored" -> new Stored(new BlobRef(words[1], Long.parseLong(words[2]), words[3]));
      case "dropping" -> new Dropping(words[1]);
      case "claimed" ->
          new Claimed(
              new JobId(words[1]),
              Long.parseLong(words[2]),
              Integer.parseInt(words[3]),
              Long.parseLong(words[4]));
      case "found" -> new Found(new JobId(words[1]), Long.parseLong(words[2]));
      case "retried" ->
          new Retried(new JobId(words[1]), Long.parseLong(words[2]), Integer.parseInt(words[3]));
      case "settled" ->
          new Settled(new JobId(words[1]), Long.parseLong(words[2]), words[3], tally(words[4]));
      case "ended" -> new Ended(new JobId(words[1]), JobState.valueOf(words[2]), tally(words[3]));
      default -> throw new IllegalArgumentException("nobody says '" + line + "'");
    };
  }

  private static String words(Tally tally) {
    return "%d/%d/%d/%d".formatted(tally.ok(), tally.repaired(), tally.rejected(), tally.dead());
  }

  private static Tally tally(String words) {
    String[] counts = words.split("/", -1);
    return new Tally(
        Long.parseLong(counts[0]),
        Long.parseLong(counts[1]),
        Long.parseLong(counts[2]),
        Long.parseLong(counts[3]),
        0);
  }
}
