package dev.penstock.testkit.history;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Step;
import dev.penstock.engine.Verdict;
import dev.penstock.job.JobId;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an engine answered to the claims and commits of one process, each in a line that outlives
 * the process. The very last answer may be missing. Thread-safe.
 */
final class Journal {
  private static final String PREFIX = "journal-";

  /** What a worker was answered. */
  enum Answer {
    /** The chunk is granted. */
    GRANTED,
    /** The step is applied. */
    APPLIED,
    /** The step changed nothing: fenced, or the job has ended. */
    REFUSED,
    /** Nobody knows: the engine could not be reached. */
    UNKNOWN
  }

  /** An attempt at a chunk. */
  record Attempt(JobId job, String stage, long chunk, long fence) {
    static Attempt of(Claim claim) {
      return new Attempt(
          claim.chunk().job(),
          claim.scope().stage(),
          claim.chunk().number(),
          claim.lease().fence());
    }
  }

  /**
   * One answer.
   *
   * @param step what was to be done, {@code Claim} for a claim, {@code Checkpoint-3} for the third
   *     one of its chunk
   */
  record Entry(Answer answer, String step, Attempt attempt) {
    static Entry parse(String text) {
      String[] words = text.split(" ", -1);
      return new Entry(
          Answer.valueOf(words[0]),
          words[1],
          new Attempt(
              new JobId(words[2]), words[3], Long.parseLong(words[4]), Long.parseLong(words[5])));
    }

    /** Whether it is an applied step of this kind. */
    boolean applied(Class<? extends Step> kind) {
      return answer == Answer.APPLIED && step.equals(kind.getSimpleName());
    }

    /** Whether it is an applied checkpoint, of whatever number. */
    boolean checkpointed() {
      return answer == Answer.APPLIED && step.startsWith("Checkpoint-");
    }

    @Override
    public String toString() {
      return "%s %s %s %s %d %d\n"
          .formatted(
              answer, step, attempt.job(), attempt.stage(), attempt.chunk(), attempt.fence());
    }
  }

  private final OutputStream out;

  /** The journal of this process. */
  Journal(Path folder) throws IOException {
    Path file = folder.resolve(PREFIX + ProcessHandle.current().pid());
    this.out = new FileOutputStream(file.toFile(), true);
  }

  void granted(Claim claim) {
    note(new Entry(Answer.GRANTED, Claim.class.getSimpleName(), Attempt.of(claim)));
  }

  void answered(Claim claim, Step step, Verdict verdict) {
    Answer answer = verdict == Verdict.APPLIED ? Answer.APPLIED : Answer.REFUSED;
    note(new Entry(answer, name(step), Attempt.of(claim)));
  }

  void unanswered(Claim claim, Step step) {
    note(new Entry(Answer.UNKNOWN, name(step), Attempt.of(claim)));
  }

  private static String name(Step step) {
    String kind = step.getClass().getSimpleName();
    return step instanceof Step.Checkpoint checkpoint ? kind + "-" + checkpoint.number() : kind;
  }

  private synchronized void note(Entry entry) {
    try {
      out.write(entry.toString().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What all processes noted. */
  static List<Entry> all(Path folder) throws IOException {
    var entries = new ArrayList<Entry>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (String.valueOf(file.getFileName()).startsWith(PREFIX)) {
          String text = Files.readString(file);
          // A line that is being written does not count yet.
          text.substring(0, text.lastIndexOf('\n') + 1)
              .lines()
              .forEach(line -> entries.add(Entry.parse(line)));
        }
      }
    }
    return entries;
  }
}
