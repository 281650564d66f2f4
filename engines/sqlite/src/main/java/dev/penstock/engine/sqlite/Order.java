package dev.penstock.engine.sqlite;

import dev.penstock.engine.Submission;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Tolerance;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.InputValues;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, as far as the writer thread has to know it of a job at work.
 *
 * @param bytes of the payload
 */
record Order(
    JobId id, String tenant, PlanRow plan, InputValues inputs, long bytes, Standing standing) {
  /**
   * How the job stands beside others.
   *
   * @param coalesceKey without the pipeline
   * @param followUps how many
   */
  record Standing(
      int priority,
      @Nullable String lane,
      @Nullable String coalesceKey,
      Tolerance tolerance,
      @Nullable JobId parent,
      int followUps) {}

  static Order of(Submission submission, PlanRow plan) {
    Terms terms = submission.terms();
    var standing =
        new Standing(
            terms.priority(),
            terms.lane().orElse(null),
            terms.coalescing().map(how -> how.key()).orElse(null),
            terms.tolerance(),
            terms.parent().orElse(null),
            terms.followUps().size());
    return new Order(
        submission.id(),
        submission.tenant(),
        plan,
        submission.inputs(),
        submission.payload().length(),
        standing);
  }
}
