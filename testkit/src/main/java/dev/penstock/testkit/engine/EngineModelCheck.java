package dev.penstock.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.engine.UnconservedStepException;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.InputValues;
import dev.penstock.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs one random script of verbs on an engine and on the memory engine side by side, on one clock,
 * and compares every answer and all that can be read after each verb. Opening the store again is
 * one of the verbs. A seed tells the whole script.
 */
public final class EngineModelCheck {
  private static final EngineLimits LIMITS = new EngineLimits(6, 40);
  private static final int MOST_HELD = 60;
  private static final int MOST_JOBS = 12;

  /** A claim as both engines gave it; {@code left} of its load, as far as we know. */
  private static final class Held {
    final Claim subject;
    final Claim model;
    long left;

    Held(Claim subject, Claim model) {
      this.subject = subject;
      this.model = model;
      this.left = model.load().in();
    }
  }

  private final long seed;
  private final SplittableRandom random;
  private final RandomSteps steps;
  private final EngineSource source;
  private final TestClock clock = new TestClock();
  private final EngineSource.Setting setting;
  private final MemoryEngine model;
  private final Map<String, Plan> plans = new HashMap<>();
  private final List<JobId> jobs = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private final Ledger ledger = new Ledger();
  private final Deque<String> lately = new ArrayDeque<>();
  private Engine subject;
  private int submitted;

  public EngineModelCheck(EngineSource source, long seed) {
    this.seed = seed;
    this.source = source;
    this.random = new SplittableRandom(seed);
    this.steps = new RandomSteps(random);
    this.setting = new EngineSource.Setting(clock, new SplittableRandom(seed), LIMITS, new Bells());
    this.model = new MemoryEngine(clock, new SplittableRandom(seed), LIMITS, new Bells());
    this.subject = source.open(setting);
    for (String pipeline : List.of("line", "side")) {
      plans.put(pipeline, Plans.linear(pipeline, Plans.AT_ONCE, edges()));
    }
  }

  /** Runs so many verbs, then brings every job to its end. */
  public void run(int verbs) {
    for (int i = 0; i < verbs; i++) {
      verb();
      compareAll();
    }
    finish();
    subject.close();
  }

  private Edge[] edges() {
    var edges = new Edge[1 + random.nextInt(6)];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = i == 0 ? Edge.START : random.nextInt(3) == 0 ? Edge.ALL : Edge.EACH;
    }
    return edges;
  }

  private void verb() {
    switch (random.nextInt(40)) {
      case 0, 1 -> submit();
      case 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 -> claim();
      case 13, 14 -> beat();
      case 15, 16 -> same("tick", Engine::tick);
      case 17 -> clock.advance(Duration.ofSeconds(random.nextInt(-3, 25)));
      case 18 -> control(anyJob(), anyControl());
      case 19 -> replay(anyJob());
      case 20 -> {
        if (random.nextInt(4) == 0) {
          restart();
        }
      }
      default -> commit();
    }
  }

  private void submit() {
    Plan plan = plan(random.nextBoolean() ? "line" : "side");
    Optional<Idempotency> key =
        random.nextInt(3) == 0
            ? Optional.of(new Idempotency("k" + random.nextInt(5), "h" + random.nextInt(2)))
            : Optional.empty();
    if (jobs.size() >= MOST_JOBS) {
      JobId oldest = jobs.getFirst();
      control(oldest, new Control.Dismiss());
      control(oldest, new Control.Remove());
      jobs.removeFirst();
    }
    var id = new JobId("01kjn2fdg0%016d".formatted(++submitted));
    var submission =
        new Submission(
            id,
            random.nextInt(4) == 0 ? "umbrella" : "acme",
            plan,
            "job " + submitted,
            new InputValues(Map.of("n", "" + submitted)),
            Outcomes.text("payload " + submitted),
            key);
    same("submit " + submission, engine -> engine.submit(submission));
    if (model.log().job(id).isPresent()) {
      jobs.add(id);
    }
  }

  private void claim() {
    Plan plan = plan(random.nextBoolean() ? "line" : "side");
    String stage = Plans.stage(random.nextInt(plan.stages().size()));
    var want =
        new Want(
            plan.pipeline(),
            stage,
            "w" + random.nextInt(3),
            1 + random.nextInt(4),
            Duration.ofSeconds(5 + random.nextInt(60)));
    claim(want);
  }

  private int claim(Want want) {
    note("claim " + want);
    List<Claim> mine = subject.claim(want);
    List<Claim> its = model.grant(want, mine.stream().map(Claim::chunk).toList());
    assertThat(mine.stream().map(Sight::of).toList())
        .as(this::story)
        .isEqualTo(its.stream().map(Sight::of).toList());
    for (int i = 0; i < its.size(); i++) {
      held.add(new Held(mine.get(i), its.get(i)));
    }
    while (held.size() > MOST_HELD) {
      held.removeFirst();
    }
    return its.size();
  }

  private void commit() {
    if (!held.isEmpty()) {
      Held one = held.get(random.nextInt(held.size()));
      Plan plan = plan(one);
      commit(one, steps.next(plan, one.model, one.left));
    }
  }

  private void commit(Held one, Step step) {
    note("commit " + one.model.chunk() + " of " + one.model.scope() + ": " + step);
    String mine = verdict(subject, one.subject, step);
    String its = verdict(model, one.model, step);
    assertThat(mine).as(this::story).isEqualTo(its);
    if (its.equals(Verdict.APPLIED.name())) {
      ledger.applied(plan(one), one.model, step);
      if (step instanceof Step.Checkpoint checkpoint && !RandomSteps.starts(plan(one), one.model)) {
        one.left -= checkpoint.tally().in();
      }
    }
  }

  private static String verdict(Engine engine, Claim claim, Step step) {
    try {
      return engine.commit(claim, step).name();
    } catch (UnconservedStepException refused) {
      return "refused";
    }
  }

  private void beat() {
    Duration lease = Duration.ofSeconds(5 + random.nextInt(60));
    List<Held> some = held.stream().filter(one -> random.nextInt(3) == 0).toList();
    note("beat of " + some.size());
    assertThat(subject.beat(some.stream().map(h -> new Pulse(h.subject, 1, lease)).toList()))
        .as(this::story)
        .isEqualTo(model.beat(some.stream().map(h -> new Pulse(h.model, 1, lease)).toList()));
  }

  private Control anyControl() {
    return random.nextInt(3) == 0 ? new Control.Dismiss() : new Control.Remove();
  }

  private JobId anyJob() {
    return jobs.isEmpty() || random.nextInt(20) == 0
        ? new JobId("01kjn2fdg09999999999999999")
        : jobs.get(random.nextInt(jobs.size()));
  }

  private void replay(JobId job) {
    Set<Long> chosen =
        random.nextBoolean()
            ? Set.of()
            : model.log().job(job).stream()
                .flatMap(found -> letters(found).stream())
                .map(DeadLetter::chunk)
                .filter(chunk -> random.nextBoolean())
                .collect(Collectors.toSet());
    control(job, new Control.Replay(chosen));
  }

  private List<DeadLetter> letters(Job job) {
    return model.log().deadLetters().list(DeadLetterQuery.of(job, 0, 100));
  }

  private void control(JobId job, Control control) {
    same(control + " of " + job, engine -> engine.control(job, control));
  }

  private void restart() {
    note("restart");
    subject = source.reopen(subject, setting);
    if (source.leasesEndWithTheProcess()) {
      model.restart();
    }
  }

  /** Lets whatever is still open pass, until every job has ended. */
  private void finish() {
    boolean moved = true;
    while (moved) {
      clock.advance(Duration.ofMinutes(10));
      same("tick", Engine::tick);
      held.clear();
      moved = false;
      for (Plan plan : plans.values()) {
        for (var stage : plan.stages()) {
          var want = new Want(plan.pipeline(), stage.name(), "end", 20, Duration.ofHours(1));
          moved |= claim(want) > 0;
        }
      }
      for (Held one : List.copyOf(held)) {
        commit(one, Outcomes.done(passing(one)));
      }
      compareAll();
    }
    assertThat(model.log().gauges())
        .as(this::story)
        .allMatch(gauge -> gauge.ready() + gauge.delayed() + gauge.running() == 0);
    assertThat(jobs.stream().flatMap(id -> model.log().job(id).stream()))
        .as(this::story)
        .allMatch(job -> job.state().ended());
  }

  private Tally passing(Held one) {
    return Tally.ofOk(one.left);
  }

  private Plan plan(String pipeline) {
    return Objects.requireNonNull(plans.get(pipeline), pipeline);
  }

  private Plan plan(Held one) {
    return plan(one.model.scope().pipeline());
  }

  private <T> void same(String verb, Function<Engine, T> call) {
    note(verb);
    T mine = call.apply(subject);
    T its = call.apply(model);
    assertThat(mine).as(this::story).isEqualTo(its);
  }

  private void compareAll() {
    for (JobId id : jobs) {
      assertThat(Sight.of(subject, id)).as(this::story).isEqualTo(Sight.of(model, id));
      subject
          .log()
          .job(id)
          .ifPresent(
              job -> {
                Balance.check(job);
                ledger.check(job);
              });
    }
    assertThat(Sight.gauges(subject)).as(this::story).isEqualTo(Sight.gauges(model));
  }

  private void note(String verb) {
    lately.add(clock.instant() + " " + verb);
    if (lately.size() > 40) {
      lately.removeFirst();
    }
  }

  private String story() {
    return "seed %d, plans %s, lately:%n%s%n".formatted(seed, plans, String.join("\n", lately));
  }
}
