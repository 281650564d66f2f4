package dev.penstock.schedule;

import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import java.time.Duration;
import java.util.List;

/** What became of the attempt to submit one slot. */
public sealed interface Outcome {
  /**
   * The slot has its job.
   *
   * @param fresh whether this attempt made it; else an earlier one did
   */
  record Submitted(JobId job, boolean fresh) implements Outcome {}

  /** Another request has used the slot's idempotency key; this is its job. */
  record Clash(JobId job) implements Outcome {
    public Problem problem() {
      return new Problem(
          "idempotency.conflict",
          "The slot's idempotency key was used for another request, which became job %s."
              .formatted(job));
    }
  }

  /** Not now: nothing is wrong with the slot. */
  record PutOff(Duration retryAfter, Problem why) implements Outcome {}

  /** Not as the schedule stands: at least one problem. */
  record Refused(List<Problem> problems) implements Outcome {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
