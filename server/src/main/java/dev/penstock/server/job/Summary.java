package dev.penstock.server.job;

import dev.penstock.job.Job;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.server.pipeline.Noun;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Says in one sentence what happened to a job. The API and the command line show the same one. It
 * holds no running clock, so it changes only when the job does.
 */
public final class Summary {
  private Summary() {}

  public static String of(Job job, Noun noun) {
    return switch (job.state()) {
      case ACCEPTED -> "Accepted; waits for its first stage.";
      case RUNNING -> running(job, noun);
      case SUCCESSFUL -> successful(job, noun);
      case FAILED -> failed(job);
      case DISMISSED ->
          "Dismissed%s; %s were through."
              .formatted(after(job), ofAll(job.items().passed(), job, noun));
    };
  }

  private static String running(Job job, Noun noun) {
    if (job.in() == 0) {
      return "Running; no " + noun.one() + " found yet.";
    }
    return "Running; %s through%s.".formatted(ofAll(job.items().passed(), job, noun), losses(job));
  }

  private static String successful(Job job, Noun noun) {
    if (job.in() == 0) {
      return "Finished; there were no %s.".formatted(noun.many());
    }
    Tally items = job.items();
    String repaired =
        items.repaired() > 0 ? " (%s repaired)".formatted(count(items.repaired())) : "";
    return "%s %s%s, %s rejected%s%s."
        .formatted(
            noun.verb(),
            ofAll(items.passed(), job, noun),
            repaired,
            count(items.rejected()),
            items.dead() > 0 ? ", " + count(items.dead()) + " in dead letters" : "",
            after(job).replace(" after ", ", in "));
  }

  private static String failed(Job job) {
    Problem failure = job.outcome().failure();
    return failure == null
        ? "Failed."
        : "Failed%s: %s (%s)".formatted(after(job), failure.detail(), failure.code());
  }

  private static String ofAll(long some, Job job, Noun noun) {
    return "%s of %s %s".formatted(count(some), count(job.in()), noun.of(job.in()));
  }

  private static String losses(Job job) {
    Tally items = job.items();
    String rejected = items.rejected() > 0 ? ", " + count(items.rejected()) + " rejected" : "";
    return items.dead() > 0 ? rejected + ", " + count(items.dead()) + " in dead letters" : rejected;
  }

  private static String after(Job job) {
    Instant ended = job.times().ended();
    return ended == null ? "" : " after " + took(Duration.between(job.times().accepted(), ended));
  }

  /** A length of time as a person says it: {@code 840 ms}, {@code 1.2 s}, {@code 3 min 5 s}. */
  public static String took(Duration time) {
    if (time.toMillis() < 1_000) {
      return Math.max(0, time.toMillis()) + " ms";
    }
    if (time.toSeconds() < 60) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    return time.toHours() == 0
        ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
        : "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
