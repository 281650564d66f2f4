package dev.penstock.testkit.engine;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.engine.Step;
import dev.penstock.engine.Ticked;
import dev.penstock.engine.Want;
import dev.penstock.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Runs a plan's chunks to their end: claims some of every stage, commits what a script says in
 * random order, lets leases and waits run out when nothing else is left.
 */
public final class Drain {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Engine engine;
  private final TestClock clock;
  private final Random order;
  private final Map<String, Set<Claim.ChunkKey>> seen = new HashMap<>();

  public Drain(Engine engine, TestClock clock, SplittableRandom random) {
    this.engine = engine;
    this.clock = clock;
    this.order = new Random(random.nextLong());
  }

  /** Goes on until neither work nor time brings anything; an empty step means: never come back. */
  public void run(Plan plan, Function<Claim, Optional<Step>> script) {
    boolean moved = true;
    while (moved) {
      while (pass(plan, script)) {}
      Ticked ticked = Ticking.pass(engine, clock, PATIENCE);
      moved = ticked.due() + ticked.lapsed() > 0;
    }
  }

  /** Different chunks of the stage that were claimed so far. */
  public int claimsOf(String stage) {
    return seen.getOrDefault(stage, Set.of()).size();
  }

  /** Any ending of a chunk, in a mix that lets most through. */
  public static Optional<Step> anyEnding(Claim claim, SplittableRandom random) {
    boolean behind = !claim.scope().stage().equals("b");
    return switch (behind ? 9 : random.nextInt(10)) {
      case 0 -> Optional.of(Outcomes.retry());
      case 1 -> Optional.of(Outcomes.dead());
      case 2 -> Optional.of(Outcomes.release());
      case 3 -> Optional.empty();
      default -> Optional.of(Outcomes.pass(claim));
    };
  }

  private boolean pass(Plan plan, Function<Claim, Optional<Step>> script) {
    var claims = new ArrayList<Claim>();
    for (PlannedStage stage : plan.stages()) {
      List<Claim> some =
          engine.claim(
              new Want(plan.pipeline(), stage.name(), "drain", 1 + order.nextInt(64), LEASE));
      some.forEach(
          claim -> seen.computeIfAbsent(stage.name(), s -> new HashSet<>()).add(claim.chunk()));
      claims.addAll(some);
    }
    Collections.shuffle(claims, order);
    for (Claim claim : claims) {
      script.apply(claim).ifPresent(step -> engine.commit(claim, step));
    }
    return !claims.isEmpty();
  }
}
