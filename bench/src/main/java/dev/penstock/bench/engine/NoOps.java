package dev.penstock.bench.engine;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.job.JobIds;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs and chunks in which nothing is to be done, with a payload of 300 bytes. */
final class NoOps {
  static final String PIPELINE = "noop";

  private static final Payload PAYLOAD = Payload.inline(new byte[300]);

  /** What a chunk carries mostly: the reference of a blob, or so. */
  private static final Payload REFERENCE = Payload.inline(new byte[48]);

  private static final JobIds IDS = new JobIds(InstantSource.system());

  private NoOps() {}

  /** The first stage discovers, the others take each chunk as it comes. */
  static Plan plan(List<String> stages) {
    return new Plan(
        PIPELINE,
        1,
        stages.stream()
            .map(
                stage ->
                    new PlannedStage(
                        stage,
                        stage.equals(stages.getFirst()) ? Edge.START : Edge.EACH,
                        RetryPolicy.DEFAULT))
            .toList());
  }

  static Submission submission(Plan plan) {
    return new Submission(
        IDS.next(), "default", plan, "", new InputValues(Map.of()), PAYLOAD, Optional.empty());
  }

  /** Everything of the chunk passes, and flows on. */
  static Step pass(Claim claim) {
    return new Step.Done(claim.load(), REFERENCE, List.of(), null, List.of());
  }

  /** Finds so many items, each in a chunk of its own; more may be found. */
  static Step found(int number, int chunks) {
    List<Spawn> spawns = Collections.nCopies(chunks, Spawn.of(REFERENCE, Tally.ofOk(1)));
    return new Step.Checkpoint(number, new byte[8], Tally.ofOk(chunks), spawns, null);
  }
}
