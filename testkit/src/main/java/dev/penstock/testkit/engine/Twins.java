package dev.penstock.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Claim;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.UnconservedStepException;
import dev.penstock.engine.Want;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An engine and the memory engine side by side, on one clock. Every call is made on both, and
 * answers that differ end the test with the story so far.
 */
final class Twins implements AutoCloseable {
  static final List<String> TENANTS = List.of("acme", "umbrella");
  private static final int MOST_LINES = 40;
  private static final int ALL = 1_000;

  /**
   * A claim as both engines gave it; {@code left} of its load, and how many checkpoints there are,
   * as far as we know.
   */
  static final class Held {
    final Claim subject;
    final Claim model;
    Tally left;
    int checkpoints;

    /** The last one of this claim. */
    Step.@Nullable Checkpoint last;

    Held(Claim subject, Claim model) {
      this.subject = subject;
      this.model = model;
      this.left = model.load();
      this.checkpoints = model.work().checkpoints();
    }
  }

  final TestClock clock = new TestClock();
  final MemoryEngine model;
  private final EngineSource source;
  private final EngineSource.Setting setting;
  private final Map<JobId, Sight.OfJob> compared = new HashMap<>();
  private final Deque<String> lately = new ArrayDeque<>();
  private final String title;
  private Engine subject;

  Twins(EngineSource source, long seed, EngineLimits limits, String title) {
    this.source = source;
    this.title = title;
    this.setting = new EngineSource.Setting(clock, new SplittableRandom(seed), limits, new Bells());
    this.model = new MemoryEngine(clock, new SplittableRandom(seed), limits, new Bells());
    this.subject = source.open(setting);
  }

  /** Makes one call on both. */
  <T> T same(String verb, Function<Engine, T> call) {
    note(verb);
    T mine = call.apply(subject);
    T its = call.apply(model);
    assertThat(mine).as(this::story).isEqualTo(its);
    return its;
  }

  /** The subject chooses among what may be granted, and the model checks its choice. */
  List<Held> claim(Want want) {
    note("claim " + want);
    List<Claim> mine = subject.claim(want);
    List<Claim> its = granted(want, mine);
    assertThat(mine.stream().map(Sight::of).toList())
        .as(this::story)
        .isEqualTo(its.stream().map(Sight::of).toList());
    var held = new ArrayList<Held>(its.size());
    for (int i = 0; i < its.size(); i++) {
      held.add(new Held(mine.get(i), its.get(i)));
    }
    return held;
  }

  private List<Claim> granted(Want want, List<Claim> mine) {
    try {
      return model.grant(want, mine.stream().map(Claim::chunk).toList());
    } catch (IllegalStateException e) {
      throw new AssertionError(story(), e);
    }
  }

  /** What both answered, in a word. */
  String commit(Held one, Step step) {
    note("commit %s of %s: %s".formatted(one.model.chunk(), one.model.scope(), step));
    String mine = verdict(subject, one.subject, step);
    String its = verdict(model, one.model, step);
    assertThat(mine).as(this::story).isEqualTo(its);
    return its;
  }

  private static String verdict(Engine engine, Claim claim, Step step) {
    try {
      return engine.commit(claim, step).name();
    } catch (UnconservedStepException refused) {
      return "refused";
    }
  }

  void beat(List<Held> held, long items, Duration lease) {
    note("beat of %d with %d".formatted(held.size(), items));
    assertThat(subject.beat(held.stream().map(h -> new Pulse(h.subject, items, lease)).toList()))
        .as(this::story)
        .isEqualTo(model.beat(held.stream().map(h -> new Pulse(h.model, items, lease)).toList()));
  }

  /** The process of the subject dies, and another one opens its store. */
  void restart() {
    note("restart");
    subject = source.reopen(subject, setting);
    if (source.leasesEndWithTheProcess()) {
      model.restart();
    } else {
      model.comeAlone();
    }
  }

  /** Jobs of all tenants. */
  List<Job> jobs() {
    return TENANTS.stream().flatMap(tenant -> jobs(model, tenant).stream()).toList();
  }

  private static List<Job> jobs(Engine engine, String tenant) {
    return engine.log().jobs(JobQuery.newest(tenant, ALL));
  }

  /** Compares every job that has changed on the model, and what is over all jobs. */
  void compareChanged(Consumer<Job> each) {
    for (Job job : jobs()) {
      Sight.OfJob its = Sight.of(model, job.id());
      if (!its.equals(compared.get(job.id()))) {
        compare(job.id(), its, each);
      }
    }
    compareOverAll();
  }

  /** Compares everything that can be read. */
  void compareAll(Consumer<Job> each) {
    var there = new HashSet<JobId>();
    for (String tenant : TENANTS) {
      assertThat(jobs(subject, tenant).stream().map(Job::id))
          .as(this::story)
          .isEqualTo(jobs(model, tenant).stream().map(Job::id).toList());
    }
    for (Job job : jobs()) {
      there.add(job.id());
      compare(job.id(), Sight.of(model, job.id()), each);
    }
    compared.keySet().retainAll(there);
    compareOverAll();
  }

  private void compare(JobId id, Sight.OfJob its, Consumer<Job> each) {
    assertThat(Sight.of(subject, id)).as(this::story).isEqualTo(its);
    compared.put(id, its);
    its.job().ifPresent(each);
  }

  private void compareOverAll() {
    assertThat(Sight.gauges(subject)).as(this::story).isEqualTo(Sight.gauges(model));
    assertThat(subject.gates().list()).as(this::story).isEqualTo(model.gates().list());
  }

  /** Compares what a query finds, page and groups. */
  void compare(DeadLetterQuery query) {
    assertThat(subject.log().deadLetters().list(query))
        .as(() -> query + story())
        .isEqualTo(model.log().deadLetters().list(query));
    assertThat(subject.log().deadLetters().keys(query))
        .as("keys of %s", query)
        .isEqualTo(model.log().deadLetters().keys(query));
    assertThat(subject.log().deadLetters().groups(query))
        .as(() -> query + story())
        .isEqualTo(model.log().deadLetters().groups(query));
  }

  private void note(String verb) {
    lately.add(clock.instant() + " " + verb);
    if (lately.size() > MOST_LINES) {
      lately.removeFirst();
    }
  }

  String story() {
    return "%s, lately:%n%s%n".formatted(title, String.join("\n", lately));
  }

  @Override
  public void close() {
    subject.close();
  }
}
