package dev.penstock.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Beat;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.StageGauge;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.StageProgress;
import dev.penstock.pipeline.InputValues;
import dev.penstock.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A test with an engine on an empty store, a clock that it moves, and short words for the verbs.
 */
abstract class EngineCase {
  static final Duration LEASE = Duration.ofSeconds(30);

  private final EngineSource source;
  private EngineLimits limits = EngineLimits.DEFAULT;
  final TestClock clock = new TestClock();
  final Bells bells = new Bells();
  Engine engine;
  private int jobs;

  /** How many checkpoints were applied under each fence. */
  private final Map<Long, Integer> checkpoints = new ConcurrentHashMap<>();

  EngineCase(EngineSource source) {
    this.source = source;
  }

  @BeforeEach
  void openEngine() {
    limits = limits();
    engine = source.open(setting(limits));
  }

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  /** The limits that the engine is opened with. */
  EngineLimits limits() {
    return EngineLimits.DEFAULT;
  }

  /**
   * The process dies, another one opens the store, and what the first one held is taken back: at
   * once, or when its leases have run out.
   */
  void crash() {
    engine = source.reopen(engine, setting(limits));
    boolean held = engine.log().gauges().stream().anyMatch(gauge -> gauge.running() > 0);
    if (held && !source.leasesEndWithTheProcess()) {
      lapse();
      clock.advance(LEASE.plusMillis(1).negated());
    }
  }

  /** The process dies, and whatever it held is taken back, at once or when its leases run out. */
  void crashAndLapse() {
    crash();
    lapse();
  }

  /** Goes on with an engine of other limits, on an empty store. */
  void limit(EngineLimits other) {
    engine.close();
    limits = other;
    engine = source.open(setting(limits));
  }

  Submission order(Plan plan) {
    return order(plan, Optional.empty());
  }

  Submission order(Plan plan, Terms terms) {
    return order(plan).on(terms);
  }

  Submission order(Plan plan, Optional<Idempotency> sameAs) {
    return new Submission(
        nextId(),
        "acme",
        plan,
        "parcels.geojson",
        new InputValues(Map.of("mode", "replace")),
        Outcomes.text("payload"),
        sameAs);
  }

  /** Ids of one millisecond sort in the order of their making here, so that tests repeat. */
  private JobId nextId() {
    return new JobId(JobId.next(clock).value().substring(0, 10) + "%016d".formatted(++jobs));
  }

  static Submission owned(String tenant, Submission order) {
    return new Submission(
        order.id(),
        tenant,
        order.plan(),
        order.name(),
        order.inputs(),
        order.payload(),
        order.sameAs(),
        order.terms());
  }

  JobId submit(Plan plan) {
    return submit(order(plan));
  }

  JobId submit(Plan plan, Terms terms) {
    return submit(order(plan, terms));
  }

  JobId submit(Submission order) {
    assertThat(engine.submit(order)).isEqualTo(new Admission.Accepted(order.id()));
    return order.id();
  }

  List<Claim> claim(String stage, int max) {
    return claim("line", stage, max);
  }

  List<Claim> claim(String pipeline, String stage, int max) {
    return engine.claim(new Want(pipeline, stage, "w1", max, LEASE));
  }

  /** The one chunk that is ready first. */
  Claim claim(String stage) {
    List<Claim> claims = claim(stage, 1);
    assertThat(claims).as("ready chunks of stage %s", stage).hasSize(1);
    return claims.getFirst();
  }

  /** Applies a step; a checkpoint as the next one of its chunk. */
  void apply(Claim claim, Step asked) {
    Step step = asked instanceof Step.Checkpoint checkpoint ? next(claim, checkpoint) : asked;
    assertThat(engine.commit(claim, step)).as("%s of %s", step, claim).isEqualTo(Verdict.APPLIED);
    if (step instanceof Step.Checkpoint) {
      checkpoints.merge(claim.lease().fence(), 1, Integer::sum);
    }
    engine.log().job(claim.chunk().job()).ifPresent(Balance::check);
  }

  /** The checkpoint as the next one of the claim. */
  Step.Checkpoint next(Claim claim, Step.Checkpoint checkpoint) {
    int made = checkpoints.getOrDefault(claim.lease().fence(), 0);
    return Outcomes.numbered(claim.work().checkpoints() + made + 1, checkpoint);
  }

  /** Submits a job and lets its first stage find chunks of so many items. */
  JobId found(Plan plan, long... loads) {
    JobId job = submit(plan);
    apply(claim("a"), Outcomes.find(loads));
    return job;
  }

  /** Claims everything that is ready at a stage, and lets all of it pass. */
  void passAll(String stage) {
    claim(stage, 10_000).forEach(claim -> apply(claim, Outcomes.pass(claim)));
  }

  Beat beat(Claim claim) {
    return engine.beat(List.of(new Pulse(claim, 0, LEASE))).getFirst();
  }

  /** Dismisses a job that goes on. */
  void dismiss(JobId id) {
    assertThat(engine.control(id, new Control.Dismiss())).isInstanceOf(Changed.Applied.class);
  }

  /** Lets the lease of every claim that does not beat run out, and takes it back. */
  void lapse() {
    pass(LEASE);
    clock.advance(Duration.ofMillis(1));
    engine.tick();
  }

  /** Time goes by, and the engine ticks as it does where nothing stands still. */
  void pass(Duration time) {
    Ticking.pass(engine, clock, time);
  }

  Job job(JobId id) {
    Job job = engine.log().job(id).orElseThrow();
    Balance.check(job);
    return job;
  }

  /** Why the job failed, in a word. */
  String failure(JobId id) {
    return Objects.requireNonNull(job(id).outcome().failure(), "the job has not failed").code();
  }

  StageProgress stage(JobId id, String stage) {
    return job(id).stages().stream().filter(s -> s.stage().equals(stage)).findFirst().orElseThrow();
  }

  JobState state(JobId id) {
    return job(id).state();
  }

  /** Jobs of a tenant's pipeline, the oldest id first. */
  List<Job> jobsOf(String tenant, String pipeline) {
    return engine.log().jobs(JobQuery.newest(tenant, 1_000)).reversed().stream()
        .filter(job -> job.order().pipeline().equals(pipeline))
        .toList();
  }

  /** The sum of a stage's gauges: ready, delayed, running and dead chunks over all jobs. */
  long gauge(String pipeline, String stage, ToLongFunction<StageGauge> figure) {
    return engine.log().gauges().stream()
        .filter(gauge -> gauge.pipeline().equals(pipeline) && gauge.stage().equals(stage))
        .mapToLong(figure)
        .sum();
  }

  List<DeadLetter> letters(JobId id, long after, int max) {
    return engine.log().deadLetters().list(DeadLetterQuery.of(job(id), after, max));
  }

  List<JobEvent> events(JobId id) {
    return engine.log().events(id, 0, 100_000);
  }

  List<JobEvent.Kind> kinds(JobId id) {
    return events(id).stream().map(JobEvent::kind).toList();
  }

  EngineView view(JobId id) {
    return EngineView.of(engine, id);
  }

  Engine openAnother(EngineLimits limits) {
    return source.open(setting(limits));
  }

  private EngineSource.Setting setting(EngineLimits limits) {
    return new EngineSource.Setting(clock, new SplittableRandom(7), limits, bells);
  }
}
