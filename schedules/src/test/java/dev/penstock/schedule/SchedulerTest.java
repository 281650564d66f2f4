package dev.penstock.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.InputKind;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.schedule.Schedule.Order;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private static final Misfire SKIP = new Misfire.Skip();
  private static final Misfire ONCE = new Misfire.Once();

  private static String job(String slot) {
    return "nightly 2026-03-01T" + slot + ":00Z";
  }

  @Test
  void aSlotIsSubmittedWhenItsTimeHasComeAndOnlyOnce() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    rig.lookAt("2026-03-01T12:09:59.999Z");
    assertThat(rig.jobs()).isEmpty();
    rig.lookAt("2026-03-01T12:10:00Z");
    rig.lookAt("2026-03-01T12:10:00.001Z");
    assertThat(rig.jobs()).containsExactly(job("12:10"));
    rig.lookAt("2026-03-01T12:20:00Z");
    assertThat(rig.jobs()).containsExactly(job("12:10"), job("12:20"));
  }

  @Test
  void theSchedulerSleepsUntilTheNextSlotButLooksAtTheBookNowAndThen() throws IOException {
    var rig = new Rig();
    assertThat(rig.scheduler().look()).isEqualTo(rig.clock.instant().plus(Scheduler.LOOK));
    rig.put(rig.schedule("1 * * * *", SKIP));
    assertThat(rig.scheduler().look()).isEqualTo("2026-03-01T12:01:00Z");
  }

  @Test
  void aJobIsWhatTheScheduleOrdersAndTheEngineKnowsItByItsSlot() throws IOException {
    var rig = new Rig();
    Schedule schedule = rig.schedule("0 23 * * *", SKIP);
    rig.put(
        new Schedule(
            schedule.key(),
            new Timing("30 0 * * *", ZoneId.of("Europe/Berlin")),
            new Order(
                Rig.PIPELINE, Map.of("copies", "3", "day", "{date}"), schedule.order().payload()),
            SKIP,
            true,
            schedule.since()));
    rig.lookAt("2026-03-01T23:30:00Z");
    Job job = rig.all().getFirst();
    assertThat(job.order().inputs())
        .containsEntry("copies", "3")
        .containsEntry("day", "2026-03-02");
    assertThat(job.order().payload()).isEqualTo(schedule.order().payload());
    assertThat(job.order().pipeline()).isEqualTo(Rig.PIPELINE);
    assertThat(rig.position().last())
        .contains(new Position.Fired(Instant.parse("2026-03-01T23:30:00Z"), job.id()));
    assertThat(Rig.KEY.idempotencyKey(Instant.parse("2026-03-01T23:30:00Z")))
        .isEqualTo("schedule/nightly/2026-03-01T23:30:00Z");
  }

  @Test
  void aCrashBetweenSubmitAndAdvanceRepeatsNothing() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    rig.book.advancesFail = true;
    rig.lookAt("2026-03-01T12:10:00Z");
    assertThat(rig.jobs()).containsExactly(job("12:10"));
    assertThat(rig.trouble()).contains("store.unavailable");
    rig.restart();
    rig.book.advancesFail = false;
    rig.lookAt("2026-03-01T12:10:30Z");
    assertThat(rig.jobs()).containsExactly(job("12:10"));
    assertThat(rig.position().through()).isEqualTo("2026-03-01T12:10:00Z");
  }

  @Test
  void aPipelineOfANewVersionSubmitsTheSameSlotAgainAsTheSame() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    rig.book.advancesFail = true;
    rig.lookAt("2026-03-01T12:10:00Z");
    rig.restart();
    rig.book.advancesFail = false;
    var other = Rig.pipeline("other");
    rig.pipelines.put(
        Rig.PIPELINE,
        new Pipeline(
            Rig.PIPELINE,
            2,
            "Counts lines, and has another default.",
            Inputs.of(Input.of("copies", new InputKind.Whole(1, 9), "2", "How often.")),
            other.stages()));
    rig.lookAt("2026-03-01T12:10:30Z");
    assertThat(rig.jobs()).containsExactly(job("12:10"));
    assertThat(rig.trouble()).isEmpty();
  }

  @Test
  void twoSchedulersOnOneBookSubmitEachSlotOnce() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    var second = new Scheduler(rig.book, rig.ledger, rig.submits, rig.clock);
    second.look();
    rig.clock.set("2026-03-01T12:10:00Z");
    second.look();
    rig.scheduler().look();
    second.look();
    rig.lookAt("2026-03-01T12:20:00Z");
    second.look();
    assertThat(rig.jobs()).containsExactly(job("12:10"), job("12:20"));
    assertThat(rig.book.advances.get()).isEqualTo(2);
  }

  @Test
  void missedSlotsAreSkippedBySkip() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    rig.restart();
    rig.lookAt("2026-03-01T14:05:00Z");
    assertThat(rig.jobs()).isEmpty();
    assertThat(rig.position().through()).isEqualTo("2026-03-01T14:00:00Z");
    rig.lookAt("2026-03-01T14:10:00Z");
    assertThat(rig.jobs()).containsExactly(job("14:10"));
  }

  @Test
  void aSlotDuringARestartIsInTime() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    rig.restart();
    rig.lookAt("2026-03-01T14:10:45Z");
    assertThat(rig.jobs()).containsExactly(job("14:10"));
  }

  @Test
  void missedSlotsBecomeOneJobByOnce() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("*/10 * * * *", ONCE));
    rig.restart();
    rig.lookAt("2026-03-01T14:05:00Z");
    rig.lookAt("2026-03-01T14:05:01Z");
    assertThat(rig.jobs()).containsExactly(job("14:00"));
    rig.lookAt("2026-03-01T14:10:00Z");
    assertThat(rig.jobs()).containsExactly(job("14:00"), job("14:10"));
  }

  @Test
  void aSlotThatHasJustComeMakesUpForTheMissedOnes() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("*/10 * * * *", ONCE));
    rig.restart();
    rig.lookAt("2026-03-01T14:10:01Z");
    assertThat(rig.jobs()).containsExactly(job("14:10"));
  }

  @Test
  void theLatestMissedSlotsAreCaughtUpWithInOrder() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("*/10 * * * *", new Misfire.CatchUp(3)));
    rig.restart();
    rig.lookAt("2026-03-01T14:10:01Z");
    assertThat(rig.jobs()).containsExactly(job("13:40"), job("13:50"), job("14:00"), job("14:10"));
    assertThat(rig.all().getFirst().order().name()).isEqualTo(job("14:10"));
    assertThat(rig.position().through()).isEqualTo("2026-03-01T14:10:00Z");
  }

  @Test
  void fewMissedSlotsAreAllCaughtUpWith() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("0 * * * *", new Misfire.CatchUp(100)));
    rig.restart();
    rig.lookAt("2026-03-01T14:30:00Z");
    assertThat(rig.jobs()).containsExactly(job("13:00"), job("14:00"));
  }

  @Test
  void aLongCatchUpIsDoneInPartsAndNothingIsLostBetweenThem() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("* * * * *", new Misfire.CatchUp(1_000)));
    rig.restart();
    rig.clock.set("2026-03-04T00:00:30Z");
    int looks = 0;
    Instant next = rig.scheduler().look();
    while (!next.isAfter(rig.clock.instant())) {
      next = rig.scheduler().look();
      looks++;
    }
    assertThat(looks).isGreaterThanOrEqualTo(9);
    assertThat(rig.all()).hasSize(1_000);
    assertThat(rig.jobs())
        .doesNotHaveDuplicates()
        .endsWith("nightly 2026-03-04T00:00:00Z")
        .startsWith("nightly 2026-03-03T07:21:00Z");
  }

  @Test
  void slotsThatComeWhileTheEngineIsFullAreSubmittedWhenItIsNot() throws IOException {
    var rig = new Rig(new EngineLimits(1, 10));
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    JobId open = rig.occupy(Optional.empty());
    rig.lookAt("2026-03-01T12:10:00Z");
    assertThat(rig.trouble()).contains("engine.busy");
    rig.lookAt("2026-03-01T12:10:01Z");
    for (int i = 0; i < 20; i++) {
      rig.clock.advance(Duration.ofMinutes(1));
      rig.scheduler().look();
    }
    assertThat(rig.jobs()).containsExactly("zz occupied");
    assertThat(rig.scheduler().lag()).isEqualTo(Duration.ofSeconds(20 * 60 + 1));
    rig.dismiss(open);
    rig.lookAt("2026-03-01T12:31:00Z");
    assertThat(rig.jobs()).containsExactly(job("12:10"), "zz occupied");
    rig.dismiss(rig.all().getFirst().id());
    rig.lookAt("2026-03-01T12:31:05Z");
    rig.dismiss(rig.all().getFirst().id());
    rig.lookAt("2026-03-01T12:31:10Z");
    assertThat(rig.jobs()).containsExactly(job("12:10"), job("12:20"), job("12:30"), "zz occupied");
    assertThat(rig.trouble()).isEmpty();
    assertThat(rig.scheduler().lag()).isZero();
  }

  @Test
  void aSlotThatMetAFullEngineIsOwedEvenAfterARestartMuchLater() throws IOException {
    var rig = new Rig(new EngineLimits(1, 10));
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    JobId open = rig.occupy(Optional.empty());
    rig.lookAt("2026-03-01T12:10:00Z");
    assertThat(rig.position().owed()).isEqualTo("2026-03-01T12:10:00Z");
    rig.restart();
    rig.dismiss(open);
    rig.lookAt("2026-03-01T18:05:00Z");
    assertThat(rig.jobs()).containsExactly(job("12:10"), "zz occupied");
    rig.lookAt("2026-03-01T18:05:01Z");
    assertThat(rig.jobs()).as("the others were missed").hasSize(2);
    assertThat(rig.position().through()).isEqualTo("2026-03-01T18:00:00Z");
  }

  @Test
  void anEngineThatCannotBeReachedIsTriedAgain() throws IOException {
    var rig = new Rig();
    var broken = new AtomicBoolean(true);
    var submits =
        new SlotSubmits(
            BrokenEngine.over(rig.engine, broken),
            name -> Optional.ofNullable(rig.pipelines.get(name)),
            rig.clock);
    var scheduler = new Scheduler(rig.book, rig.ledger, submits, rig.clock);
    rig.book.put(rig.schedule("*/10 * * * *", SKIP));
    scheduler.look();
    rig.clock.set("2026-03-01T12:10:00Z");
    scheduler.look();
    assertThat(scheduler.trouble(Rig.KEY).orElseThrow().problem().code())
        .isEqualTo("engine.unavailable");
    broken.set(false);
    rig.clock.set("2026-03-01T12:10:05Z");
    scheduler.look();
    assertThat(rig.jobs()).containsExactly(job("12:10"));
  }

  @Test
  void anErrorDoesNotEndTheScheduler() throws IOException {
    var rig = new Rig();
    rig.book.put(rig.schedule("*/10 * * * *", SKIP));
    rig.book.bug.set(new NoClassDefFoundError("a driver of another version"));
    rig.scheduler().look();
    rig.clock.set("2026-03-01T12:00:40Z");
    rig.scheduler().look();
    rig.lookAt("2026-03-01T12:10:00Z");
    assertThat(rig.jobs()).containsExactly(job("12:10"));
  }

  @Test
  void aSchedulerSaysWhetherItsThreadRuns() {
    var rig = new Rig();
    assertThat(rig.scheduler().running()).isFalse();
    rig.scheduler().start();
    assertThat(rig.scheduler().running()).isTrue();
    rig.scheduler().close();
    assertThat(rig.scheduler().running()).isFalse();
  }

  @Test
  void aScheduleOfAnUnknownPipelineFailsUntilThereIsOneAndStaysInTheBook() throws IOException {
    var rig = new Rig();
    var pipeline = rig.pipelines.remove(Rig.PIPELINE);
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    rig.lookAt("2026-03-01T12:10:00Z");
    assertThat(rig.trouble()).contains("pipeline.unknown");
    assertThat(rig.scheduler().failing()).isEqualTo(1);
    rig.lookAt("2026-03-01T12:11:00Z");
    assertThat(rig.scheduler().trouble(Rig.KEY).orElseThrow().since())
        .isEqualTo("2026-03-01T12:10:00Z");
    rig.lookAt("2026-03-01T12:25:00Z");
    rig.pipelines.put(Rig.PIPELINE, pipeline);
    rig.lookAt("2026-03-01T12:30:00Z");
    assertThat(rig.jobs()).as("12:10 and 12:20 were missed").containsExactly(job("12:30"));
    assertThat(rig.trouble()).isEmpty();
  }

  @Test
  void aScheduleThatIsMendedIsTriedAtOnce() throws IOException {
    var rig = new Rig();
    Schedule bad = rig.schedule("*/10 * * * *", SKIP);
    rig.put(
        new Schedule(
            bad.key(),
            bad.timing(),
            new Order(Rig.PIPELINE, Map.of("copies", "many"), bad.order().payload()),
            SKIP,
            true,
            bad.since()));
    rig.lookAt("2026-03-01T12:10:00Z");
    assertThat(rig.trouble()).contains("input.invalid");
    rig.clock.advance(Duration.ofSeconds(10));
    rig.put(bad.replacing(bad));
    assertThat(rig.jobs()).containsExactly(job("12:10"));
  }

  @Test
  void aKeyThatBelongsToAnotherRequestSettlesTheSlotAndIsReported() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    JobId other =
        rig.occupy(
            Optional.of(
                new Idempotency(
                    Rig.KEY.idempotencyKey(Instant.parse("2026-03-01T12:10:00Z")), "another")));
    rig.lookAt("2026-03-01T12:10:00Z");
    assertThat(rig.trouble()).contains("idempotency.conflict");
    assertThat(rig.scheduler().trouble(Rig.KEY).orElseThrow().problem().detail())
        .contains(other.value());
    assertThat(rig.position().last()).isEmpty();
    rig.lookAt("2026-03-01T12:20:00Z");
    assertThat(rig.jobs()).containsExactly(job("12:20"), "zz occupied");
    assertThat(rig.trouble()).isEmpty();
  }

  @Test
  void slotsWhileAScheduleIsOffAreNotMissed() throws IOException {
    var rig = new Rig();
    Schedule on = rig.schedule("*/10 * * * *", new Misfire.CatchUp(9));
    rig.put(on);
    rig.put(enabled(on, false, rig.clock.instant()).replacing(on));
    rig.lookAt("2026-03-01T12:25:00Z");
    Schedule off = rig.book.get(Rig.KEY).orElseThrow().schedule();
    rig.put(enabled(on, true, rig.clock.instant()).replacing(off));
    rig.lookAt("2026-03-01T12:30:00Z");
    assertThat(rig.jobs()).containsExactly(job("12:30"));
  }

  private static Schedule enabled(Schedule schedule, boolean enabled, Instant since) {
    return new Schedule(
        schedule.key(), schedule.timing(), schedule.order(), schedule.misfire(), enabled, since);
  }

  @Test
  void anotherOrderLeavesDueSlotsDueAndAnotherTimingDoesNot() throws IOException {
    var rig = new Rig();
    Schedule first = rig.schedule("*/10 * * * *", SKIP);
    rig.clock.advance(Duration.ofHours(1));
    Schedule otherOrder =
        new Schedule(
            first.key(),
            first.timing(),
            new Order("another", Map.of(), first.order().payload()),
            ONCE,
            true,
            rig.clock.instant());
    assertThat(otherOrder.replacing(first).since()).isEqualTo(first.since());
    Schedule otherTiming = rig.schedule("*/20 * * * *", SKIP);
    assertThat(otherTiming.replacing(first).since()).isEqualTo(rig.clock.instant());
  }

  @Test
  void aRemovedScheduleIsForgottenWithItsTrouble() throws IOException {
    var rig = new Rig();
    rig.pipelines.clear();
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    rig.lookAt("2026-03-01T12:10:00Z");
    rig.book.remove(Rig.KEY);
    rig.scheduler().changed();
    rig.lookAt("2026-03-01T12:20:00Z");
    assertThat(rig.scheduler().failing()).isZero();
    assertThat(rig.jobs()).isEmpty();
  }

  @Test
  void aScheduleThatIsChangedAfterItWasSeenIsSubmittedAsItIsNow() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    rig.clock.set("2026-03-01T12:10:00Z");
    // Nobody told the scheduler.
    rig.book.put(rig.schedule("*/15 * * * *", SKIP));
    rig.scheduler().look();
    rig.scheduler().look();
    assertThat(rig.jobs()).isEmpty();
    rig.lookAt("2026-03-01T12:15:00Z");
    assertThat(rig.jobs()).containsExactly(job("12:15"));
  }

  @Test
  void aMachineThatSleptHasMissedWhatPassed() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    rig.lookAt("2026-03-01T15:05:00Z");
    assertThat(rig.jobs()).isEmpty();
    rig.lookAt("2026-03-01T15:10:00Z");
    assertThat(rig.jobs()).containsExactly(job("15:10"));
  }

  @Test
  void aClockThatIsSetBackRepeatsNothingAndLosesNothing() throws IOException {
    var rig = new Rig();
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    rig.lookAt("2026-03-01T12:10:00Z");
    rig.lookAt("2026-03-01T11:15:00Z");
    for (int i = 0; i < 70; i++) {
      rig.clock.advance(Duration.ofMinutes(1));
      rig.scheduler().look();
    }
    assertThat(rig.jobs()).containsExactly(job("12:10"), job("12:20"));
  }

  @Test
  void aBookThatCannotBeReadIsReadLater() throws IOException {
    var rig = new Rig();
    rig.book.put(rig.schedule("*/10 * * * *", SKIP));
    rig.book.readsFail = true;
    Instant next = rig.scheduler().look();
    assertThat(next).isEqualTo(rig.clock.instant().plusSeconds(5));
    rig.book.readsFail = false;
    rig.lookAt(next.toString());
    rig.lookAt("2026-03-01T12:10:00Z");
    assertThat(rig.jobs()).containsExactly(job("12:10"));
  }

  @Test
  void aTextThatCannotBeReadAnyMoreFailsOnlyItsOwnSchedule() throws IOException {
    var rig = new Rig();
    var other = new ScheduleKey("default", "other");
    Schedule good = rig.schedule("*/10 * * * *", SKIP);
    rig.book.put(
        new Schedule(
            other,
            new Timing("once in a while", good.timing().zone()),
            good.order(),
            SKIP,
            true,
            good.since()));
    rig.put(good);
    rig.lookAt("2026-03-01T12:10:00Z");
    assertThat(rig.jobs()).containsExactly(job("12:10"));
    assertThat(rig.scheduler().trouble(other).orElseThrow().problem().code())
        .isEqualTo("schedule.cron_invalid");
  }

  @Test
  void aBugThatOneScheduleMeetsDoesNotStopTheOthers() throws IOException {
    var rig = new Rig();
    var submits =
        new SlotSubmits(
            rig.engine,
            name -> {
              if (name.equals("cursed")) {
                throw new IllegalStateException("a bug");
              }
              return Optional.ofNullable(rig.pipelines.get(name));
            },
            rig.clock);
    var scheduler = new Scheduler(rig.book, rig.ledger, submits, rig.clock);
    Schedule good = rig.schedule("*/10 * * * *", SKIP);
    var cursed = new ScheduleKey("default", "a-cursed-one");
    rig.book.put(good);
    rig.book.put(
        new Schedule(
            cursed,
            good.timing(),
            new Order("cursed", Map.of(), good.order().payload()),
            SKIP,
            true,
            good.since()));
    scheduler.look();
    rig.clock.set("2026-03-01T12:10:00Z");
    scheduler.look();
    assertThat(rig.jobs()).containsExactly(job("12:10"));
    assertThat(scheduler.trouble(cursed).orElseThrow().problem().code()).isEqualTo("server.error");
  }

  @Test
  void theThreadWakesUpWhenTheBookChangesAndStopsWhenItIsTold() throws Exception {
    var rig = new Rig();
    var submits =
        new SlotSubmits(
            rig.engine,
            name -> Optional.ofNullable(rig.pipelines.get(name)),
            InstantSource.system());
    var fired = new CountDownLatch(1);
    rig.bells.onReady(Rig.PIPELINE, "split", fired::countDown);
    try (var scheduler = new Scheduler(rig.book, rig.ledger, submits, rig.clock)) {
      scheduler.start();
      // It is due already: nothing but the news can make the thread look at it in time.
      Schedule due = rig.schedule("* * * * *", SKIP);
      rig.book.put(enabled(due, true, due.since().minusSeconds(40)));
      scheduler.changed();
      assertThat(fired.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(rig.jobs()).containsExactly(job("12:00"));
  }

  @Test
  void theThreadWakesUpByItselfWhenASlotComes() throws Exception {
    var rig = new Rig();
    var fired = new CountDownLatch(1);
    rig.bells.onReady(Rig.PIPELINE, "split", fired::countDown);
    // This clock runs, from a quarter of a second before a slot on.
    Instant start = Instant.parse("2026-03-01T12:59:59.750Z");
    long began = System.nanoTime();
    InstantSource running = () -> start.plusNanos(System.nanoTime() - began);
    rig.book.put(rig.schedule("0 * * * *", SKIP));
    try (var scheduler = new Scheduler(rig.book, rig.ledger, rig.submits, running)) {
      scheduler.start();
      assertThat(fired.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(running.instant()).isBetween("2026-03-01T13:00:00Z", "2026-03-01T13:00:20Z");
    }
    assertThat(List.copyOf(rig.jobs())).containsExactly(job("13:00"));
  }

  @Test
  void aCatchUpLeavesOutWhatABackfillHasSubmittedHoweverLongAgo() throws IOException {
    var rig = new Rig();
    Schedule schedule = rig.schedule("0 * * * *", new Misfire.CatchUp(10));
    rig.put(schedule);
    new Backfill(rig.ledger, rig.submits)
        .run(
            schedule,
            new Range(
                Instant.parse("2026-03-01T13:00:00Z"), Instant.parse("2026-03-01T15:00:00Z")));
    rig.expireAll();
    rig.restart();
    rig.lookAt("2026-03-01T16:30:00Z");
    assertThat(rig.jobs()).containsExactly(job("15:00"), job("16:00"));
    assertThat(rig.position().through()).isEqualTo("2026-03-01T16:00:00Z");
  }

  @Test
  void slotsThatCameWhileTheEngineWasFullAreOwedByTheNextSchedulerToo() throws IOException {
    var rig = new Rig(new EngineLimits(1, 10));
    rig.put(rig.schedule("*/10 * * * *", SKIP));
    JobId open = rig.occupy(Optional.empty());
    for (String time : List.of("12:10", "12:20", "12:30")) {
      rig.lookAt("2026-03-01T%s:00Z".formatted(time));
    }
    assertThat(rig.position().owed()).isEqualTo("2026-03-01T12:30:00Z");
    rig.restart();
    rig.dismiss(open);
    rig.expireAll();
    for (int minute = 0; minute < 3; minute++) {
      rig.lookAt("2026-03-01T18:0%d:00Z".formatted(5 + minute));
      rig.all().forEach(job -> rig.dismiss(job.id()));
    }
    assertThat(rig.jobs()).containsExactly(job("12:10"), job("12:20"), job("12:30"));
  }
}
