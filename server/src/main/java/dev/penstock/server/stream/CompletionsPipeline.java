package dev.penstock.server.stream;

import dev.penstock.blob.Payload;
import dev.penstock.callback.Announcer;
import dev.penstock.callback.CallbacksPipeline;
import dev.penstock.engine.FollowUp;
import dev.penstock.engine.JobLog;
import dev.penstock.engine.Plan;
import dev.penstock.job.JobState;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table of the {@code completions} pipeline: a job of it follows each job, in the step that
 * ends that one, and tells a stream.
 */
public final class CompletionsPipeline {
  /** Its name. */
  public static final String NAME = "completions";

  private static final Plan PLAN = Plan.of(declared());

  private static final FollowUp TELL =
      new FollowUp(
          Set.of(JobState.SUCCESSFUL, JobState.FAILED, JobState.DISMISSED),
          PLAN,
          "",
          new InputValues(Map.of()),
          Payload.NONE,
          Optional.empty());

  private CompletionsPipeline() {}

  /**
   * The pipeline at work.
   *
   * @param jobs whose ends it tells
   * @param publicUrl what links start with; empty: they are relative
   */
  public static Pipeline on(JobLog jobs, Publisher publisher, String publicUrl) {
    return table(new PublishStage(jobs, publisher, publicUrl));
  }

  /** Where no stream is configured: what an earlier process left open waits as a dead letter. */
  public static Pipeline declared() {
    return table(
        context ->
            StageResult.giveUp("stream.unset", "There is no stream to tell: streams.completions."));
  }

  private static Pipeline table(Stage publish) {
    // About half a day, then a dead letter, which can be tried again.
    var patience = new RetryPolicy(300, 5, Duration.ofMillis(500), Duration.ofMinutes(5));
    return new Pipeline(
        NAME,
        1,
        "Tells a Redis stream how jobs ended.",
        Inputs.of(),
        List.of(StageSpec.start("publish", publish).retry(patience).concurrency(1).atTheStore()));
  }

  /** Has every end of a job of this tenant told. */
  public static Announcer announcer(String tenant) {
    return submission ->
        submission.tenant().equals(tenant)
                && !submission.plan().pipeline().equals(CallbacksPipeline.NAME)
            ? Optional.of(TELL)
            : Optional.empty();
  }
}
