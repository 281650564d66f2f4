package dev.penstock.egress;

import dev.penstock.job.Problem;
import dev.penstock.pipeline.StageResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What trouble outside means for the chunk that met it. */
public final class Troubles {
  private Troubles() {}

  /** Whether the same request may fare better later. */
  static boolean mayPass(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused _ -> false;
      case Outcome.Failed _ -> true;
      case Outcome.Answer answer ->
          switch (answer.status()) {
            case 408, 425, 429, 500, 502, 503, 504 -> true;
            default -> false;
          };
    };
  }

  /**
   * How a stage ends on an outcome; empty for a good answer. A {@code Retry-After} closes the gate
   * for as long, so that other chunks do not ask meanwhile either.
   */
  public static Optional<StageResult> of(Outcome outcome, String gate, Instant now) {
    return switch (outcome) {
      case Outcome.Answer answer when answer.good() -> Optional.empty();
      case Outcome.Refused refused -> Optional.of(new StageResult.GiveUp(refused.problem()));
      case Outcome.Failed failed -> Optional.of(new StageResult.RetryLater(failed.problem(), null));
      case Outcome.Answer answer -> Optional.of(bad(answer, gate, now));
    };
  }

  private static StageResult bad(Outcome.Answer answer, String gate, Instant now) {
    var problem = new Problem("egress.status", "The answer was %d.".formatted(answer.status()));
    if (!mayPass(answer)) {
      return new StageResult.GiveUp(problem);
    }
    Duration after = answer.retryAfter(now).orElse(null);
    return after == null
        ? new StageResult.RetryLater(problem, null)
        : new StageResult.RetryLater(problem, after, gate);
  }
}
