package dev.penstock.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Control;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineLimits.Load;
import dev.penstock.engine.GateLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.Edge;
import dev.penstock.testkit.engine.Twins.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Runs one random script of verbs on an engine and on the memory engine side by side, and compares
 * every answer and all that can be read. Opening the store again, as after a crash, is one of the
 * verbs, and may be made to happen behind any of them. A seed tells the whole script.
 */
public final class EngineModelCheck {
  private static final EngineLimits LIMITS =
      new EngineLimits(new Load(8, 24, 260), new Load(7, 21, 220), 40);
  private static final JobId NOBODY = new JobId("01kjn2fdg09999999999999999");
  private static final int MOST_HELD = 60;
  private static final int MOST_JOBS = 16;
  private static final int ALL_EVERY = 8;

  /** Looks at the clock until every lease and every wait has ended, however much each counts. */
  private static final int PATIENCE = 10;

  private final SplittableRandom random;
  private final RandomSteps steps;
  private final RandomOrders orders;
  private final Twins twins;
  private final Map<String, Plan> plans = new HashMap<>();
  private final List<Held> held = new ArrayList<>();
  private final Ledger ledger = new Ledger();
  private int submitted;

  public EngineModelCheck(EngineSource source, long seed) {
    this.random = new SplittableRandom(seed);
    this.orders = new RandomOrders(random);
    this.steps = new RandomSteps(random, orders);
    for (String pipeline : List.of("line", "side")) {
      plans.put(pipeline, Plans.linear(pipeline, Plans.AT_ONCE, edges()));
    }
    plans.put("after", Plans.linear("after", Plans.AT_ONCE, Edge.START));
    this.twins = new Twins(source, seed, LIMITS, "seed %d, plans %s".formatted(seed, plans));
  }

  /** Runs so many verbs, then brings every job to its end. */
  public void run(int verbs) {
    run(verbs, Integer.MAX_VALUE);
  }

  /** The same, with a crash behind one of the verbs, counted from 0. */
  public void run(int verbs, int crashBehind) {
    for (int i = 0; i < verbs; i++) {
      verb();
      if (i == crashBehind) {
        twins.restart();
        twins.compareAll(this::check);
      }
      compare(i);
    }
    finish();
    twins.close();
  }

  private Edge[] edges() {
    var edges = new Edge[1 + random.nextInt(6)];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = i == 0 ? Edge.START : random.nextInt(3) == 0 ? Edge.ALL : Edge.EACH;
    }
    return edges;
  }

  private void compare(int verb) {
    if (verb % ALL_EVERY == 0) {
      twins.compareAll(this::check);
      twins.compare(orders.deadLetters(twins.jobs()));
    } else {
      twins.compareChanged(this::check);
    }
  }

  private void check(Job job) {
    Balance.check(job);
    ledger.check(job);
  }

  private void verb() {
    switch (random.nextInt(43)) {
      case 0, 1, 2 -> submit();
      case 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 -> claim();
      case 14, 15 -> beat();
      case 16, 17 -> twins.same("tick", Engine::tick);
      case 18 -> twins.clock.advance(Duration.ofSeconds(random.nextInt(-3, 25)));
      case 19 -> control(anyJob(), anyControl());
      case 20, 21 -> replay();
      case 22 -> {
        if (random.nextInt(4) == 0) {
          twins.restart();
        }
      }
      case 23, 24 -> gate();
      default -> commit();
    }
  }

  private void submit() {
    List<Job> jobs = twins.jobs();
    if (jobs.size() >= MOST_JOBS) {
      Job oldest = jobs.stream().min(Comparator.comparing(Job::id)).orElseThrow();
      control(oldest.id(), new Control.Dismiss());
      control(oldest.id(), new Control.Remove());
    }
    Optional<Job> other = jobs.isEmpty() ? Optional.empty() : Optional.of(orders.any(jobs));
    Submission order = orders.order(anyPlan(), ++submitted, plan("after"), other);
    twins.same("submit " + order, engine -> engine.submit(order));
  }

  /** A pipeline that users ask for. */
  private Plan anyPlan() {
    return plan(random.nextBoolean() ? "line" : "side");
  }

  private void claim() {
    Plan plan = random.nextInt(8) == 0 ? plan("after") : anyPlan();
    String stage = Plans.stage(random.nextInt(plan.stages().size()));
    held.addAll(
        twins.claim(
            new Want(
                plan.pipeline(),
                stage,
                "w" + random.nextInt(3),
                1 + random.nextInt(4),
                Duration.ofSeconds(5 + random.nextInt(60)))));
    while (held.size() > MOST_HELD) {
      held.removeFirst();
    }
  }

  private void commit() {
    if (!held.isEmpty()) {
      Held one = orders.any(held);
      commit(one, next(one));
    }
  }

  /** Now and then a checkpoint whose answer got lost, and one that is out of order. */
  private Step next(Held one) {
    Step step = steps.next(plan(one), one.model, one.left);
    if (!(step instanceof Step.Checkpoint fresh)) {
      return step;
    }
    return switch (random.nextInt(8)) {
      case 0, 1 -> one.last == null ? Outcomes.numbered(one.checkpoints + 1, fresh) : one.last;
      case 2 -> Outcomes.numbered(one.checkpoints + 2 + random.nextInt(3), fresh);
      default -> Outcomes.numbered(one.checkpoints + 1, fresh);
    };
  }

  private void commit(Held one, Step step) {
    String verdict = twins.commit(one, step);
    if (ends(step) && random.nextInt(4) > 0) {
      held.remove(one);
    }
    if (verdict.equals(Verdict.APPLIED.name()) && step != one.last) {
      ledger.applied(plan(one), one.model, step);
      if (step instanceof Step.Checkpoint checkpoint) {
        checkpointed(one, checkpoint);
      }
    }
  }

  private void checkpointed(Held one, Step.Checkpoint checkpoint) {
    one.checkpoints = checkpoint.number();
    one.last = checkpoint;
    if (!RandomSteps.starts(plan(one), one.model)) {
      one.left = one.left.less(checkpoint.tally());
    }
  }

  /** Whether a holder is through with its chunk, though some try once more. */
  private static boolean ends(Step step) {
    return switch (step) {
      case Step.Checkpoint checkpoint -> false;
      case Step.Done done -> true;
      case Step.Retry retry -> true;
      case Step.Split split -> true;
      case Step.Dead dead -> true;
      case Step.Release release -> true;
    };
  }

  private void beat() {
    Duration lease = Duration.ofSeconds(5 + random.nextInt(60));
    int items = random.nextInt(-1, 6);
    twins.beat(held.stream().filter(one -> random.nextInt(3) == 0).toList(), items, lease);
  }

  private void gate() {
    String gate = orders.gate();
    switch (random.nextInt(6)) {
      case 0, 1 -> set(gate, orders.gateLimits());
      case 2 -> pause(gate, orders.pause(twins.clock.instant()));
      case 3, 4 -> resume(gate);
      default -> {
        int permits = 1 + random.nextInt(4);
        twins.same("take " + gate, engine -> engine.gates().take(gate, permits));
      }
    }
  }

  private void set(String gate, GateLimits limits) {
    twins.same(
        "set %s to %s".formatted(gate, limits),
        engine -> {
          engine.gates().set(gate, limits);
          return gate;
        });
  }

  private void pause(String gate, Instant until) {
    twins.same(
        "pause %s until %s".formatted(gate, until),
        engine -> {
          engine.gates().pause(gate, until);
          return gate;
        });
  }

  private void resume(String gate) {
    twins.same(
        "resume " + gate,
        engine -> {
          engine.gates().resume(gate);
          return gate;
        });
  }

  private Control anyControl() {
    return random.nextInt(3) == 0 ? new Control.Dismiss() : new Control.Remove();
  }

  private JobId anyJob() {
    List<Job> jobs = twins.jobs();
    return jobs.isEmpty() || random.nextInt(20) == 0 ? NOBODY : orders.any(jobs).id();
  }

  /** Mostly of a job that has dead letters. */
  private void replay() {
    List<DeadLetter> letters =
        twins.model.log().deadLetters().list(DeadLetterQuery.of(orders.tenant(), 100));
    JobId job = letters.isEmpty() || random.nextInt(5) == 0 ? anyJob() : orders.any(letters).job();
    List<Long> chunks =
        letters.stream().filter(each -> each.job().equals(job)).map(DeadLetter::chunk).toList();
    control(job, orders.replay(chunks));
  }

  private void control(JobId job, Control control) {
    twins.same(control + " of " + job, engine -> engine.control(job, control));
  }

  /** Opens all gates and lets whatever is still open pass, until every job has ended. */
  private void finish() {
    RandomOrders.gates()
        .forEach(
            gate -> {
              set(gate, GateLimits.OPEN);
              resume(gate);
            });
    boolean moved = true;
    while (moved) {
      for (int i = 0; i < PATIENCE; i++) {
        twins.clock.advance(Duration.ofMinutes(1));
        twins.same("tick", Engine::tick);
      }
      held.clear();
      for (Plan plan : plans.values()) {
        for (var stage : plan.stages()) {
          var want = new Want(plan.pipeline(), stage.name(), "end", 20, Duration.ofHours(1));
          held.addAll(twins.claim(want));
        }
      }
      moved = !held.isEmpty();
      List.copyOf(held).forEach(one -> commit(one, Outcomes.done(one.left)));
      twins.compareAll(this::check);
    }
    assertThat(twins.model.log().gauges())
        .as(twins::story)
        .allMatch(gauge -> gauge.ready() + gauge.delayed() + gauge.running() == 0);
    assertThat(twins.jobs()).as(twins::story).allMatch(job -> job.state().ended());
    assertThat(twins.model.gates().list()).as(twins::story).allMatch(gate -> gate.inUse() == 0);
  }

  private Plan plan(String pipeline) {
    return Objects.requireNonNull(plans.get(pipeline), pipeline);
  }

  private Plan plan(Held one) {
    return plan(one.model.scope().pipeline());
  }
}
