package dev.penstock.testkit.engine;

import static dev.penstock.pipeline.Edge.EACH;
import static dev.penstock.pipeline.Edge.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.Plan;
import dev.penstock.engine.StageGauge;
import dev.penstock.engine.StageGauge.Waiting;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Want;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What can be read: lists of jobs, timelines, dead letters, gauges. */
abstract class ReadContract extends EngineCase {
  private final Plan plan = Plans.linear(START, EACH);

  ReadContract(EngineSource source) {
    super(source);
  }

  @Test
  void anUnknownJobHasNothingToRead() {
    JobId id = JobId.next(clock);
    assertThat(engine.log().job(id)).isEmpty();
    assertThat(engine.log().events(id, 0, 9)).isEmpty();
    assertThat(engine.log().deadLetters().list(DeadLetterQuery.of("acme", 9).job(id))).isEmpty();
    assertThat(engine.log().rejects(id, 0, 9)).isEmpty();
  }

  @Test
  void jobsAreListedNewestFirstAndPageByPage() {
    var ids = new ArrayList<JobId>();
    for (int i = 0; i < 7; i++) {
      clock.advance(Duration.ofSeconds(1));
      ids.addFirst(submit(plan));
    }
    var seen = new ArrayList<JobId>();
    Optional<JobId> before = Optional.empty();
    List<Job> page;
    do {
      page =
          engine
              .log()
              .jobs(new JobQuery("acme", Optional.empty(), Set.of(), before, Optional.empty(), 3));
      page.forEach(job -> seen.add(job.id()));
      before = page.isEmpty() ? before : Optional.of(page.getLast().id());
    } while (!page.isEmpty());
    assertThat(seen).isEqualTo(ids);
    assertThat(engine.log().jobs(JobQuery.newest("acme", 2)))
        .extracting(Job::id)
        .isEqualTo(ids.subList(0, 2));
  }

  @Test
  void aListedJobIsTheJob() {
    JobId id = found(plan, 1, 2);
    assertThat(engine.log().jobs(JobQuery.newest("acme", 9))).containsExactly(job(id));
  }

  @Test
  void jobsOfOtherTenantsAreNotListed() {
    submit(plan);
    Submission mine = order(plan);
    engine.submit(
        new Submission(
            mine.id(),
            "umbrella",
            plan,
            mine.name(),
            mine.inputs(),
            mine.payload(),
            mine.sameAs()));
    assertThat(engine.log().jobs(JobQuery.newest("umbrella", 9)))
        .extracting(Job::id)
        .containsExactly(mine.id());
    assertThat(engine.log().jobs(JobQuery.newest("acme", 9))).hasSize(1);
    assertThat(engine.log().jobs(JobQuery.newest("nobody", 9))).isEmpty();
  }

  @Test
  void jobsAreFilteredByPipelineStateAndEnd() {
    JobId done = found(plan);
    Instant first = clock.instant();
    clock.advance(Duration.ofMinutes(1));
    JobId dismissed = submit(plan);
    engine.control(dismissed, new Control.Dismiss());
    JobId open = submit(Plans.linear("other", Plans.AT_ONCE, START));

    assertThat(ids(Optional.of("other"), Set.of(), Optional.empty())).containsExactly(open);
    assertThat(ids(Optional.of("none"), Set.of(), Optional.empty())).isEmpty();
    assertThat(ids(Optional.empty(), Set.of(JobState.DISMISSED), Optional.empty()))
        .containsExactly(dismissed);
    assertThat(
            ids(Optional.empty(), Set.of(JobState.SUCCESSFUL, JobState.ACCEPTED), Optional.empty()))
        .containsExactlyInAnyOrder(open, done);
    assertThat(ids(Optional.empty(), Set.of(), Optional.of(first))).isEmpty();
    assertThat(ids(Optional.empty(), Set.of(), Optional.of(first.plusMillis(1))))
        .containsExactly(done);
    assertThat(ids(Optional.of("line"), Set.of(), Optional.of(clock.instant().plusMillis(1))))
        .containsExactlyInAnyOrder(dismissed, done);
  }

  private List<JobId> ids(
      Optional<String> pipeline, Set<JobState> states, Optional<Instant> endedBefore) {
    return engine
        .log()
        .jobs(new JobQuery("acme", pipeline, states, Optional.empty(), endedBefore, 100))
        .stream()
        .map(Job::id)
        .toList();
  }

  @Test
  void jobsOfAllTenantsThatEndedLongAgoAreListedForHousekeeping() {
    JobId done = found(plan);
    JobId running = found(plan, 1);
    clock.advance(Duration.ofMinutes(1));
    JobId later = found(plan);

    assertThat(engine.log().expired(clock.instant(), 9)).containsExactly(done);
    clock.advance(Duration.ofMillis(1));
    assertThat(engine.log().expired(clock.instant(), 9)).containsExactly(done, later);
    assertThat(engine.log().expired(clock.instant(), 1)).containsExactly(done);
    assertThat(job(running).state().ended()).isFalse();
  }

  @Test
  void aJobTellsItsRound() {
    JobId id = found(plan, 1, 1);
    apply(claim("b"), Outcomes.dead());
    passAll("b");
    assertThat(job(id).outcome().round()).isZero();
    engine.control(id, new Control.Replay(Set.of()));
    assertThat(job(id).outcome().round()).isEqualTo(1);
    crash();
    assertThat(job(id).outcome().round()).isEqualTo(1);
  }

  @Test
  void eventsAreNumberedWithoutGapsAndReadFromAnyPoint() {
    JobId id = found(plan, 1, 1);
    apply(claim("b"), Outcomes.retry());
    passAll("b");
    List<JobEvent> all = events(id);
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).seq()).isEqualTo(i + 1);
      assertThat(all.get(i).text()).endsWith(".");
    }
    assertThat(engine.log().events(id, 2, 2)).isEqualTo(all.subList(2, 4));
    assertThat(engine.log().events(id, all.size(), 9)).isEmpty();
    assertThat(engine.log().events(id, 1_000_000, 9)).isEmpty();
    crash();
    assertThat(events(id)).isEqualTo(all);
  }

  @Test
  void aTimelineHasEveryMilestoneAndOnlySoManyAnomalies() {
    try (Engine small = openAnother(new EngineLimits(10, 5))) {
      Plan stubborn =
          Plans.linear("line", new RetryPolicy(100, 3, Duration.ZERO, Duration.ZERO), START, EACH);
      Submission order = order(stubborn);
      small.submit(order);
      small.commit(first(small, "a"), Outcomes.find(1));
      for (int i = 0; i < 20; i++) {
        small.commit(first(small, "b"), Outcomes.retry());
      }
      Claim last = first(small, "b");
      small.commit(last, Outcomes.pass(last));
      List<Kind> kinds =
          small.log().events(order.id(), 0, 99).stream().map(JobEvent::kind).toList();
      assertThat(kinds)
          .containsExactly(
              Kind.ACCEPTED,
              Kind.STARTED,
              Kind.STAGE_COMPLETED,
              Kind.RETRY,
              Kind.RETRY,
              Kind.RETRY,
              Kind.RETRY,
              Kind.RETRY,
              Kind.TRUNCATED,
              Kind.STAGE_COMPLETED,
              Kind.SUCCEEDED);
      assertThat(small.log().job(order.id()).orElseThrow().stages().get(1).retries()).isEqualTo(20);
    }
  }

  private static Claim first(Engine engine, String stage) {
    return engine.claim(new Want("line", stage, "w", 1, LEASE)).getFirst();
  }

  @Test
  void deadLettersAreReadPageByPage() {
    JobId id = found(plan, 1, 1, 1, 1, 1, 1);
    Claim passed = claim("b");
    claim("b", 9).forEach(claim -> apply(claim, Outcomes.dead()));
    apply(passed, Outcomes.pass(passed));
    var seen = new ArrayList<Long>();
    long after = 0;
    List<DeadLetter> page;
    do {
      page = letters(id, after, 2);
      assertThat(page).hasSizeLessThanOrEqualTo(2);
      page.forEach(letter -> seen.add(letter.chunk()));
      after = page.isEmpty() ? after : page.getLast().chunk();
    } while (!page.isEmpty());
    assertThat(seen).containsExactly(3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void rejectsAreReadPageByPageWithoutCuttingAChunk() {
    JobId id = found(plan, 4, 4, 4);
    for (Claim claim : claim("b", 9)) {
      var some = Outcomes.rejects(claim.chunk().number(), 1);
      var none = Tally.of(0, 0, 1);
      apply(claim, new Step.Checkpoint(1, new byte[] {1}, none, List.of(), some));
      apply(claim, new Step.Checkpoint(2, new byte[] {2}, none, List.of(), some));
      apply(claim, Outcomes.done(Tally.ofOk(2)));
    }
    var seen = new ArrayList<Long>();
    long after = 0;
    while (true) {
      var page = engine.log().rejects(id, after, 1);
      if (page.isEmpty()) {
        break;
      }
      page.forEach(rejects -> seen.add(rejects.chunk()));
      after = page.getLast().chunk();
    }
    assertThat(seen).containsExactly(2L, 2L, 3L, 3L, 4L, 4L);
  }

  @Test
  void gaugesCountChunksOverAllJobs() {
    found(Plans.linear("line", Plans.SLOW, START, EACH), 1, 1, 1);
    submit(plan);
    apply(claim("b"), Outcomes.dead());
    apply(claim("b"), new Step.Retry(Outcomes.TROUBLE, Duration.ofHours(1)));
    found(Plans.linear(START, EACH), 1);
    claim("b");
    assertThat(gauge("b"))
        .isEqualTo(
            new StageGauge(
                "line", "b", 1, 1, 1, 1, Duration.ZERO, List.of(new Waiting(1, 1, Duration.ZERO))));
    crash();
    assertThat(gauge("b"))
        .isEqualTo(
            new StageGauge(
                "line", "b", 2, 1, 0, 1, Duration.ZERO, List.of(new Waiting(1, 2, Duration.ZERO))));
  }

  @Test
  void theAgeOfTheOldestReadyChunkGrowsWithTheClock() {
    JobId old = found(plan, 1, 1);
    assertThat(gauge("b").oldestReady()).isZero();
    clock.advance(Duration.ofSeconds(20));
    found(plan, 1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(gauge("b").oldestReady()).isEqualTo(Duration.ofSeconds(21));
    claim("b", 3).stream()
        .filter(claim -> claim.chunk().job().equals(old))
        .forEach(claim -> apply(claim, Outcomes.pass(claim)));
    lapse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(gauge("b").oldestReady()).isEqualTo(Duration.ofSeconds(1));
    clock.advance(Duration.ofHours(-1));
    assertThat(gauge("b").oldestReady()).isZero();
    claim("b", 9);
    assertThat(gauge("b").oldestReady()).isZero();
  }

  private StageGauge gauge(String stage) {
    return engine.log().gauges().stream()
        .filter(g -> g.pipeline().equals("line") && g.stage().equals(stage))
        .findFirst()
        .orElseThrow();
  }
}
