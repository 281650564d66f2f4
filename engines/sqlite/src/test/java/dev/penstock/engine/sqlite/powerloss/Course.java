package dev.penstock.engine.sqlite.powerloss;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.engine.Submission;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.Spawn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline in which the number of a job's items says all that becomes of it, whoever works on it
 * and however often it is interrupted.
 */
final class Course {
  static final String PIPELINE = "course";
  static final String TENANT = "acme";
  static final List<String> STAGES = List.of("split", "refine", "store", "publish");

  /** Items of a chunk, but for the last one. */
  private static final int CHUNK = 2;

  /** Interrupted chunks never are poison here, and a retry is due at once. */
  private static final RetryPolicy RETRY = new RetryPolicy(5, 1_000, Duration.ZERO, Duration.ZERO);

  private static final Plan PLAN =
      new Plan(
          PIPELINE,
          1,
          List.of(
              new PlannedStage("split", Edge.START, RETRY),
              new PlannedStage("refine", Edge.EACH, RETRY),
              new PlannedStage("store", Edge.EACH, RETRY),
              new PlannedStage("publish", Edge.ALL, RETRY)));

  private Course() {}

  static Submission order(JobId id, int items, Payload payload) {
    return new Submission(
        id,
        TENANT,
        PLAN,
        items + " items",
        new InputValues(Map.of("items", Integer.toString(items))),
        payload,
        Optional.of(new Submission.Idempotency("key of " + id, "hash of " + items)));
  }

  /** A payload small enough for the engine's own record. */
  static Payload small(JobId id, int items) {
    return Payload.inline(("payload of " + id + ' ').repeat(items).getBytes(UTF_8));
  }

  static int items(Claim claim) {
    return (int) claim.work().inputs().whole("items");
  }

  /** The items from one up to another, as chunks. */
  static List<Spawn> chunks(int from, int to) {
    var chunks = new ArrayList<Spawn>();
    for (int at = from; at < to; at += CHUNK) {
      int end = Math.min(at + CHUNK, to);
      Payload range = Payload.inline((at + " " + end).getBytes(UTF_8));
      chunks.add(Spawn.of(range, Tally.ofOk(end - at)));
    }
    return chunks;
  }

  /** The items of a chunk that {@link #chunks} made. */
  record Range(int from, int to) {
    static Range of(Claim claim) {
      if (claim.work().in() instanceof Payload.Inline(byte[] bytes)) {
        String[] ends = new String(bytes, UTF_8).split(" ", -1);
        return new Range(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
      }
      throw new IllegalArgumentException("not a range: " + claim.work().in());
    }

    boolean dies() {
      return from % 12 == 4;
    }

    boolean failsOnce() {
      return from % 8 == 2;
    }

    /** What becomes of its items. */
    Tally tally() {
      if (dies()) {
        return Tally.ofOk(to - from).allDead();
      }
      Tally tally = Tally.ZERO;
      for (int item = from; item < to; item++) {
        tally = tally.plus(Range.tally(item));
      }
      return tally;
    }

    private static Tally tally(int item) {
      if (item % 7 == 3) {
        return Tally.of(0, 0, 1);
      }
      return item % 5 == 1 ? Tally.of(0, 1, 0) : Tally.of(1, 0, 0);
    }
  }

  /** What becomes of the items of a whole job. */
  static Tally outcome(int items) {
    Tally outcome = Tally.ZERO;
    int half = half(items);
    for (int at = 0; at < items; ) {
      int end = Math.min(at + CHUNK, at < half ? half : items);
      outcome = outcome.plus(new Range(at, end).tally());
      at = end;
    }
    return outcome;
  }

  /** Where a split of so many items makes its checkpoint. */
  static int half(int items) {
    return items / 2;
  }
}
