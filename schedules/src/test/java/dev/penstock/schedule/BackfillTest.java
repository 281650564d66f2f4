package dev.penstock.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.schedule.Backfill.Counts;
import dev.penstock.schedule.Backfill.Report;
import dev.penstock.schedule.Schedule.Order;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackfillTest {
  private static final Misfire SKIP = new Misfire.Skip();

  private static Range range(String from, String to) {
    return new Range(Instant.parse(from), Instant.parse(to));
  }

  @Test
  void aRangeBecomesAJobASlotFromItsFirstMomentToBeforeItsLast() throws IOException {
    var rig = new Rig();
    Report report =
        new Backfill(rig.ledger, rig.submits)
            .run(
                rig.schedule("0 2 * * *", SKIP),
                range("2026-02-01T02:00:00Z", "2026-02-04T02:00:00Z"));
    assertThat(report.counts()).isEqualTo(new Counts(3, 0, 0));
    assertThat(report.next()).isEmpty();
    assertThat(rig.jobs())
        .containsExactly(
            "nightly 2026-02-01T02:00:00Z",
            "nightly 2026-02-02T02:00:00Z",
            "nightly 2026-02-03T02:00:00Z");
    assertThat(report.last().orElseThrow().job()).isEqualTo(rig.all().getFirst().id());
  }

  @Test
  void theSameRangeAgainAddsNothingNorDoSlotsThatTheSchedulerSubmitted() throws IOException {
    var rig = new Rig();
    Schedule schedule = rig.schedule("0 * * * *", SKIP);
    rig.put(schedule);
    rig.lookAt("2026-03-01T13:00:00Z");
    var backfill = new Backfill(rig.ledger, rig.submits);
    Range range = range("2026-03-01T10:00:00Z", "2026-03-01T14:00:00Z");
    Report first = backfill.run(schedule, range);
    assertThat(first.counts()).isEqualTo(new Counts(3, 0, 0));
    assertThat(first.done()).isEqualTo(1);
    Report second = backfill.run(schedule, range);
    assertThat(second.counts()).isEqualTo(new Counts(0, 0, 0));
    assertThat(second.done()).isEqualTo(4);
    assertThat(rig.jobs()).hasSize(4);
    assertThat(rig.position().through()).isEqualTo("2026-03-01T13:00:00Z");
  }

  @Test
  void aCallThatStopsAtItsBoundGoesOnWhereTheNextOneBegins() throws IOException {
    var rig = new Rig();
    Schedule schedule = rig.schedule("*/10 * * * *", SKIP);
    var backfill = new Backfill(rig.ledger, rig.submits, 4);
    Range range = range("2026-02-01T00:00:00Z", "2026-02-01T01:30:00Z");
    List<Integer> calls = new ArrayList<>();
    Optional<Instant> next = Optional.of(range.from());
    while (next.isPresent()) {
      Report report = backfill.run(schedule, new Range(next.get(), range.to()));
      calls.add(report.slots());
      next = report.next();
    }
    assertThat(calls).containsExactly(4, 4, 1);
    assertThat(rig.jobs()).hasSize(9).doesNotHaveDuplicates();
  }

  @Test
  void aFullEngineStopsTheCallAtTheSlotThatItRefused() throws IOException {
    var rig = new Rig(new EngineLimits(2, 10));
    Schedule schedule = rig.schedule("0 * * * *", SKIP);
    var backfill = new Backfill(rig.ledger, rig.submits);
    Range range = range("2026-02-01T00:00:00Z", "2026-02-01T03:00:00Z");
    Report stopped = backfill.run(schedule, range);
    assertThat(stopped.counts()).isEqualTo(new Counts(2, 0, 0));
    assertThat(stopped.next()).contains(Instant.parse("2026-02-01T02:00:00Z"));
    assertThat(stopped.stopped().orElseThrow()).isInstanceOf(Outcome.PutOff.class);
    rig.all().stream().map(Job::id).forEach(rig::dismiss);
    assertThat(backfill.run(schedule, new Range(stopped.next().orElseThrow(), range.to())).counts())
        .isEqualTo(new Counts(1, 0, 0));
  }

  @Test
  void aCountSubmitsNothing() throws IOException {
    var rig = new Rig();
    Report report =
        new Backfill(rig.ledger, rig.submits)
            .count(
                rig.schedule("*/30 * * * *", SKIP),
                range("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"),
                Optional.empty());
    assertThat(report.slots()).isEqualTo(28 * 48);
    assertThat(report.next()).isEmpty();
    assertThat(rig.jobs()).isEmpty();
  }

  @Test
  void aCountEndsSomewhere() throws IOException {
    var rig = new Rig();
    Report report =
        new Backfill(rig.ledger, rig.submits)
            .count(
                rig.schedule("* * * * *", SKIP),
                range("1970-01-01T00:00:00Z", "2026-03-01T00:00:00Z"),
                Optional.empty());
    assertThat(report.slots()).isEqualTo(Backfill.MOST_COUNTED);
    assertThat(report.next()).contains(Instant.EPOCH.plusSeconds(60L * Backfill.MOST_COUNTED));
  }

  @Test
  void eachJobKnowsItsSlot() throws IOException {
    var rig = new Rig();
    Schedule plain = rig.schedule("30 0 * * *", SKIP);
    var schedule =
        new Schedule(
            plain.key(),
            new Timing("30 0 * * *", ZoneId.of("Europe/Berlin")),
            new Order(Rig.PIPELINE, Map.of("day", "{slot}"), plain.order().payload()),
            SKIP,
            false,
            plain.since());
    new Backfill(rig.ledger, rig.submits)
        .run(schedule, range("2026-02-01T00:00:00Z", "2026-02-03T00:00:00Z"));
    assertThat(rig.all())
        .extracting(job -> job.order().inputs().get("day"))
        .containsExactly("2026-02-02T23:30:00Z", "2026-02-01T23:30:00Z");
  }

  @Test
  void aScheduleThatCannotRunStopsTheCallWithItsProblems() throws IOException {
    var rig = new Rig();
    rig.pipelines.clear();
    Report report =
        new Backfill(rig.ledger, rig.submits)
            .run(
                rig.schedule("0 * * * *", SKIP),
                range("2026-02-01T00:00:00Z", "2026-02-01T03:00:00Z"));
    assertThat(report.slots()).isZero();
    assertThat(((Outcome.Refused) report.stopped().orElseThrow()).problems())
        .extracting(problem -> problem.code())
        .containsExactly("pipeline.unknown");
  }

  @Test
  void aKeyOfAnotherRequestIsCountedAndTheCallGoesOn() throws IOException {
    var rig = new Rig();
    Schedule schedule = rig.schedule("0 * * * *", SKIP);
    JobId other =
        rig.occupy(
            Optional.of(
                new Idempotency(
                    Rig.KEY.idempotencyKey(Instant.parse("2026-02-01T01:00:00Z")), "another")));
    Report report =
        new Backfill(rig.ledger, rig.submits)
            .run(schedule, range("2026-02-01T00:00:00Z", "2026-02-01T03:00:00Z"));
    assertThat(report.counts()).isEqualTo(new Counts(2, 0, 1));
    assertThat(report.last().orElseThrow().job()).isNotEqualTo(other);
  }

  @Test
  void aSlotWhoseJobIsLongGoneIsNotSubmittedAgain() throws IOException {
    var rig = new Rig();
    Schedule schedule = rig.schedule("0 * * * *", SKIP);
    rig.put(schedule);
    rig.lookAt("2026-03-01T13:00:00Z");
    var backfill = new Backfill(rig.ledger, rig.submits);
    Range range = range("2026-03-01T10:00:00Z", "2026-03-01T14:00:00Z");
    backfill.run(schedule, range);
    rig.expireAll();
    Report counted = backfill.count(schedule, range, Optional.empty());
    assertThat(counted.slots()).isEqualTo(4);
    assertThat(counted.done()).isEqualTo(4);
    assertThat(counted.due()).isZero();
    Report again = backfill.run(schedule, range);
    assertThat(again.counts()).isEqualTo(new Counts(0, 0, 0));
    assertThat(rig.jobs()).isEmpty();
    assertThat(rig.ledger.done(Rig.KEY, schedule.timing(), range))
        .as("slots in a row are one range")
        .containsExactly(range("2026-03-01T09:00:00.001Z", "2026-03-01T13:00:00.001Z"));
  }

  @Test
  void whatWasDoneCanBeRunAgainUnderANameAndOnceUnderEach() throws IOException {
    var rig = new Rig();
    Schedule schedule = rig.schedule("0 * * * *", SKIP);
    rig.put(schedule);
    var backfill = new Backfill(rig.ledger, rig.submits);
    Range range = range("2026-03-01T00:00:00Z", "2026-03-01T02:00:00Z");
    backfill.run(schedule, range);
    Optional<String> mended = Optional.of("mended");
    assertThat(backfill.count(schedule, range, mended).due()).isEqualTo(2);
    assertThat(backfill.run(schedule, range, mended).counts()).isEqualTo(new Counts(2, 0, 0));
    assertThat(backfill.run(schedule, range, mended).counts()).isEqualTo(new Counts(0, 2, 0));
    assertThat(backfill.run(schedule, range, Optional.of("b")).counts().accepted()).isEqualTo(2);
    assertThat(rig.jobs()).hasSize(6);
  }

  @Test
  void aHoleIsFilledAndWhatLiesAroundItIsLeftOut() throws IOException {
    var rig = new Rig();
    Schedule schedule = rig.schedule("0 * * * *", SKIP);
    rig.put(schedule);
    var backfill = new Backfill(rig.ledger, rig.submits);
    backfill.run(schedule, range("2026-03-01T01:00:00Z", "2026-03-01T03:00:00Z"));
    backfill.run(schedule, range("2026-03-01T04:00:00Z", "2026-03-01T06:00:00Z"));
    rig.expireAll();
    Range whole = range("2026-03-01T00:00:00Z", "2026-03-01T07:00:00Z");
    assertThat(backfill.count(schedule, whole, Optional.empty()).due()).isEqualTo(3);
    assertThat(backfill.run(schedule, whole).counts()).isEqualTo(new Counts(3, 0, 0));
    assertThat(rig.jobs())
        .containsExactly(
            "nightly 2026-03-01T00:00:00Z",
            "nightly 2026-03-01T03:00:00Z",
            "nightly 2026-03-01T06:00:00Z");
    assertThat(rig.ledger.done(Rig.KEY, schedule.timing(), whole)).hasSize(1);
  }

  @Test
  void slotsOfAnotherTimingAreNotDone() throws IOException {
    var rig = new Rig();
    Schedule schedule = rig.schedule("0 * * * *", SKIP);
    rig.put(schedule);
    var backfill = new Backfill(rig.ledger, rig.submits);
    Range range = range("2026-03-01T00:00:00Z", "2026-03-01T03:00:00Z");
    backfill.run(schedule, range);
    Schedule halves = rig.schedule("30 * * * *", SKIP);
    rig.put(halves);
    assertThat(backfill.run(halves, range).counts()).isEqualTo(new Counts(3, 0, 0));
  }

  @Test
  void slotsThatAreDoneDoNotCountAgainstWhatACallSubmits() throws IOException {
    var rig = new Rig();
    Schedule schedule = rig.schedule("0 * * * *", SKIP);
    rig.put(schedule);
    var backfill = new Backfill(rig.ledger, rig.submits, 2);
    backfill.run(schedule, range("2026-03-01T00:00:00Z", "2026-03-01T02:00:00Z"));
    backfill.run(schedule, range("2026-03-01T02:00:00Z", "2026-03-01T04:00:00Z"));
    Report report = backfill.run(schedule, range("2026-03-01T00:00:00Z", "2026-03-01T06:00:00Z"));
    assertThat(report.done()).isEqualTo(4);
    assertThat(report.due()).isEqualTo(2);
    assertThat(report.next()).isEmpty();
  }

  @Test
  void aClashIsNotMarkedAsDone() throws IOException {
    var rig = new Rig();
    Schedule schedule = rig.schedule("0 * * * *", SKIP);
    rig.put(schedule);
    Instant slot = Instant.parse("2026-02-01T01:00:00Z");
    rig.occupy(Optional.of(new Idempotency(Rig.KEY.idempotencyKey(slot), "another")));
    var backfill = new Backfill(rig.ledger, rig.submits);
    Range range = range("2026-02-01T00:00:00Z", "2026-02-01T03:00:00Z");
    assertThat(backfill.run(schedule, range).counts()).isEqualTo(new Counts(2, 0, 1));
    rig.expireAll();
    assertThat(backfill.run(schedule, range).counts()).isEqualTo(new Counts(1, 0, 0));
  }

  @Test
  void aRepeatedHourOfAnAutumnDayIsDoneOnceEach() throws IOException {
    var rig = new Rig();
    Schedule plain = rig.schedule("*/30 * * * *", SKIP);
    var schedule =
        new Schedule(
            plain.key(),
            new Timing("*/30 * * * *", ZoneId.of("Europe/Berlin")),
            plain.order(),
            SKIP,
            true,
            plain.since());
    rig.put(schedule);
    var backfill = new Backfill(rig.ledger, rig.submits);
    // 02:00 to 02:59 by the clock on the wall, the first time; then the second time.
    Range first = range("2025-10-26T00:00:00Z", "2025-10-26T01:00:00Z");
    Range second = range("2025-10-26T01:00:00Z", "2025-10-26T02:00:00Z");
    assertThat(backfill.run(schedule, first).counts().accepted()).isEqualTo(2);
    rig.expireAll();
    assertThat(backfill.run(schedule, first.with(second)).counts().accepted()).isEqualTo(2);
    rig.expireAll();
    assertThat(backfill.run(schedule, first.with(second)).due()).isZero();
  }
}
