package dev.penstock.testkit.engine;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.engine.Step;
import dev.penstock.job.JobResult;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Spawn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Steps that a stage might take, at random: mostly ones that add up. */
final class RandomSteps {
  private static final int MOST_FOUND = 7;

  private final SplittableRandom random;
  private final RandomOrders orders;

  RandomSteps(SplittableRandom random, RandomOrders orders) {
    this.random = random;
    this.orders = orders;
  }

  /** A step for a chunk of the plan; {@code left} is what is left of its load. */
  Step next(Plan plan, Claim claim, Tally left) {
    return switch (random.nextInt(22)) {
      case 0, 1 -> new Step.Retry(Outcomes.TROUBLE, null);
      case 2 -> retryLater();
      case 3 -> Outcomes.dead();
      case 4 -> Outcomes.release();
      case 5, 6, 7 -> checkpoint(plan, claim, left.in());
      case 8 -> Outcomes.done(Tally.ofOk(left.in() + 1));
      case 9, 10 ->
          starts(plan, claim) && random.nextInt(8) > 0 ? done(plan, claim, 0) : split(left);
      default -> done(plan, claim, left.in());
    };
  }

  private Step retryLater() {
    Duration after = Duration.ofSeconds(random.nextInt(40));
    return new Step.Retry(Outcomes.TROUBLE, after, random.nextBoolean() ? orders.gate() : null);
  }

  /** Mostly one that adds up. */
  private Step split(Tally left) {
    int parts = 2 + random.nextInt(3);
    long ok = left.ok() + (random.nextInt(8) == 0 ? 1 : 0);
    long repaired = left.repaired();
    var spawns = new ArrayList<Spawn>();
    for (int i = 0; i < parts; i++) {
      boolean last = i == parts - 1;
      long someOk = last ? ok : random.nextLong(ok + 1);
      long someRepaired = last ? repaired : random.nextLong(repaired + 1);
      String group = random.nextInt(40) == 0 ? "/a0" : "";
      spawns.add(
          new Spawn(
              Outcomes.text("part-" + i), Tally.of(someOk, someRepaired, 0), group, orders.toll()));
      ok -= someOk;
      repaired -= someRepaired;
    }
    return new Step.Split(Outcomes.TROUBLE, spawns, random.nextInt(parts));
  }

  /** A step with which a chunk surely ends well. */
  Step done(Plan plan, Claim claim, long left) {
    Tally tally = tally(starts(plan, claim) ? random.nextInt(MOST_FOUND) : left);
    boolean spawns = flows(plan, claim) && random.nextInt(3) > 0;
    return new Step.Done(
        tally,
        Outcomes.text("out-" + claim.chunk().number()),
        spawns ? spawns(claim, tally) : List.of(),
        rejects(claim, tally),
        random.nextInt(4) == 0 ? List.of(result()) : List.of());
  }

  private Step checkpoint(Plan plan, Claim claim, long left) {
    long most = starts(plan, claim) ? MOST_FOUND : left;
    Tally tally = tally(random.nextLong(most + 1));
    return new Step.Checkpoint(
        1,
        new byte[] {(byte) random.nextInt(256)},
        tally,
        flows(plan, claim) ? spawns(claim, tally) : List.of(),
        rejects(claim, tally));
  }

  private Tally tally(long items) {
    long rejected = random.nextInt(3) == 0 ? random.nextLong(items + 1) : 0;
    long repaired = random.nextLong(items - rejected + 1);
    long ok = items - rejected - repaired;
    return new Tally(ok, repaired, rejected, 0, random.nextLong(ok + 1));
  }

  private List<Spawn> spawns(Claim claim, Tally tally) {
    var spawns = new ArrayList<Spawn>();
    long ok = tally.ok();
    long repaired = tally.repaired();
    while (ok + repaired > 0) {
      long someOk = random.nextLong(ok + 1);
      long someRepaired = random.nextLong(repaired + 1);
      Payload in = Outcomes.text("in-" + spawns.size());
      spawns.add(new Spawn(in, Tally.of(someOk, someRepaired, 0), group(claim), orders.toll()));
      ok -= someOk;
      repaired -= someRepaired;
    }
    return spawns;
  }

  /** Mostly groups that may begin here; now and then one that belongs elsewhere. */
  private String group(Claim claim) {
    String own = claim.scope().group();
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> own + "/" + claim.scope().stage() + random.nextInt(2);
      case 3 -> random.nextInt(8) == 0 ? "/a0" : "";
      default -> "";
    };
  }

  private @Nullable Rejects rejects(Claim claim, Tally tally) {
    return tally.rejected() == 0
        ? null
        : Outcomes.rejects(claim.chunk().number(), tally.rejected());
  }

  private JobResult result() {
    return new JobResult.Link(
        "result-" + random.nextInt(3), "text/plain", "/v1/x/" + random.nextInt(100));
  }

  static boolean starts(Plan plan, Claim claim) {
    return plan.stage(claim.scope().stage()).edge() == Edge.START;
  }

  private static boolean flows(Plan plan, Claim claim) {
    return plan.after(claim.scope().stage()).map(PlannedStage::edge).orElse(Edge.ALL) == Edge.EACH;
  }
}
