package dev.penstock.engine.sqlite;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Claim;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Want;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Jobs, steps and engines for tests, on the system's clock. */
final class Orders {
  static final Payload SMALL =
      Payload.inline("jobs/01k/chunk-1/2 crc32c:00000000".getBytes(StandardCharsets.UTF_8));

  private static final Duration LEASE = Duration.ofMinutes(10);

  private Orders() {}

  static SqliteEngine open(Path folder) {
    return SqliteEngine.open(
        folder, InstantSource.system(), new SplittableRandom(1), EngineLimits.DEFAULT, new Bells());
  }

  /** split, refine (EACH), store (EACH), publish (ALL). */
  static Plan plan() {
    return new Plan(
        "orders",
        1,
        List.of(
            new PlannedStage("split", Edge.START, RetryPolicy.DEFAULT),
            new PlannedStage("refine", Edge.EACH, RetryPolicy.DEFAULT),
            new PlannedStage("store", Edge.EACH, RetryPolicy.DEFAULT),
            new PlannedStage("publish", Edge.ALL, RetryPolicy.DEFAULT)));
  }

  static Submission order() {
    return new Submission(
        JobId.next(InstantSource.system()),
        "acme",
        plan(),
        "parcels.geojson",
        new InputValues(Map.of("mode", "replace", "to-crs", "EPSG:3857")),
        Payload.inline("two hundred bytes, or so".repeat(8).getBytes(StandardCharsets.UTF_8)),
        Optional.empty());
  }

  /** A single stage, so that one chunk is all of the job. */
  static Plan small(String pipeline) {
    return new Plan(
        pipeline, 1, List.of(new PlannedStage("only", Edge.START, RetryPolicy.DEFAULT)));
  }

  /** A job of pipeline {@code small}. */
  static Submission small(String tenant, Terms terms) {
    return new Submission(
        JobId.next(InstantSource.system()),
        tenant,
        small("small"),
        "a small one",
        new InputValues(Map.of("mode", "replace")),
        SMALL,
        Optional.empty(),
        terms);
  }

  static Want wantSmall(int max) {
    return new Want("small", "only", "w1", max, LEASE);
  }

  /** The one item of a small job came through. */
  static Step well() {
    return new Step.Done(Tally.ofOk(1), Payload.NONE, List.of(), null, List.of());
  }

  static List<Claim> claim(SqliteEngine engine, String stage, int max) {
    return engine.claim(new Want("orders", stage, "w1", max, LEASE));
  }

  /** Everything passes, and flows on. */
  static Step pass(Claim claim) {
    return new Step.Done(claim.load(), SMALL, List.of(), null, List.of());
  }

  /** Finds so many items, each in a chunk of its own; the first checkpoint, more may be found. */
  static Step found(int items) {
    return found(1, items);
  }

  /** The same, as a later checkpoint. */
  static Step found(int number, int items) {
    List<Spawn> spawns = Collections.nCopies(items, Spawn.of(SMALL, Tally.ofOk(1)));
    return new Step.Checkpoint(number, new byte[8], Tally.ofOk(items), spawns, null);
  }

  /** Nothing more is to be found. */
  static Step foundAll() {
    return new Step.Done(Tally.ZERO, Payload.NONE, List.of(), null, List.of());
  }
}
