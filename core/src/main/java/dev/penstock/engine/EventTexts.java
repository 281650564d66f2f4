package dev.penstock.engine;

import dev.penstock.job.JobEvent.Place;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import java.time.Duration;
import java.util.Locale;

/** The sentences of a job's timeline, the same in all engines. Pure. */
public final class EventTexts {
  private EventTexts() {}

  public static String accepted(String pipeline, int version) {
    return "Accepted for pipeline %s, version %d.".formatted(pipeline, version);
  }

  public static String waits(String pipeline, int version, JobId behind) {
    return "Accepted for pipeline %s, version %d; waits for job %s to end."
        .formatted(pipeline, version, behind);
  }

  public static String superseded(JobId by) {
    return "A newer request took its place: job %s.".formatted(by);
  }

  public static String split(Place at, int parts, Problem problem) {
    return "Chunk %d of stage %s was cut into %d: %s"
        .formatted(at.chunk(), at.stage(), parts, problem.detail());
  }

  public static String childFailed(JobId child, String pipeline, Problem problem) {
    return "Job %s of pipeline %s, which follows this one, failed: %s"
        .formatted(child, pipeline, problem.detail());
  }

  public static String started(String worker) {
    return "Worker %s took the first chunk.".formatted(worker);
  }

  public static String stageCompleted(String stage, int round) {
    return round == 0
        ? "All chunks of stage %s have ended.".formatted(stage)
        : "All chunks of stage %s have ended in round %d.".formatted(stage, round);
  }

  public static String succeeded(Tally items) {
    return items.rejected() + items.dead() == 0
        ? "%s came through.".formatted(count(items.passed(), "item"))
        : "%d of %s came through; %d rejected, %d dead."
            .formatted(items.passed(), count(items.in(), "item"), items.rejected(), items.dead());
  }

  public static String failed(Problem problem) {
    return "The job failed: " + problem.detail();
  }

  public static String dismissed(long cancelled) {
    return "The job was dismissed; %s cancelled.".formatted(count(cancelled, "open chunk"));
  }

  public static String retry(Place at, Duration wait) {
    return "Attempt %d at chunk %d of stage %s failed; it is tried again %s."
        .formatted(at.attempt(), at.chunk(), at.stage(), when(wait));
  }

  public static String lapsed(Place at, String worker) {
    return "Worker %s did not come back with chunk %d of stage %s; it is offered again."
        .formatted(worker, at.chunk(), at.stage());
  }

  /** {@code worker} is the one whose commit was refused. */
  public static String fenced(Place at, String worker) {
    return "A late commit of chunk %d of stage %s by worker %s was refused."
        .formatted(at.chunk(), at.stage(), worker);
  }

  public static String dead(Place at, long items) {
    return "Chunk %d of stage %s gave up, with %s."
        .formatted(at.chunk(), at.stage(), count(items, "item"));
  }

  public static String replayed(long chunks, int round) {
    return "%s tried again, as round %d.".formatted(count(chunks, "chunk"), round);
  }

  public static String truncated(int anomalies) {
    return "There are more than %d anomalies; from here on they are only counted."
        .formatted(anomalies);
  }

  /** Why a job of a line cannot run again now. */
  public static String lineBusy(JobId other) {
    return "Job %s of the same line is at work; replay when it has ended.".formatted(other);
  }

  private static String when(Duration wait) {
    return wait.isZero()
        ? "at once"
        : String.format(Locale.ROOT, "in %.1f s", wait.toMillis() / 1_000.0);
  }

  private static String count(long n, String what) {
    return n == 1 ? "1 " + what : n + " " + what + "s";
  }
}
