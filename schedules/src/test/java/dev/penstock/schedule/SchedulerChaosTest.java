package dev.penstock.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.EngineLimits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Crashes between submit and advance, full and unreachable engines, stores that fail, restarts,
 * pauses, jobs that are removed and several schedulers at once, in random order: with a catch-up no
 * slot is lost, and whatever the misfire none becomes two jobs.
 */
class SchedulerChaosTest {
  private static final int SCRIPTS =
      System.getProperty("penstock.test.form", "short").equals("soak") ? 2_000 : 60;
  private static final int STEPS = 60;
  private static final Instant BEGIN = Instant.parse("2026-10-24T20:00:00Z");

  /** One run. */
  private static final class Script {
    private final Random random;
    private final Rig rig = new Rig(new EngineLimits(20, 10));
    private final AtomicBoolean broken = new AtomicBoolean();
    private final SlotSubmits submits;
    private final List<Scheduler> schedulers = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();

    Script(long seed) {
      random = new Random(seed);
      submits =
          new SlotSubmits(
              BrokenEngine.over(rig.engine, broken),
              name -> Optional.ofNullable(rig.pipelines.get(name)),
              rig.clock);
      rig.clock.set(BEGIN.toString());
      restart(0);
      restart(1);
    }

    private void restart(int index) {
      if (schedulers.size() > index) {
        schedulers.remove(index);
      }
      schedulers.add(new Scheduler(rig.book, rig.ledger, submits, rig.clock));
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(10)) {
          case 0 -> rig.book.advancesFail = !rig.book.advancesFail;
          case 1 -> broken.set(!broken.get());
          case 2 -> rig.book.readsFail = !rig.book.readsFail;
          case 3 -> restart(random.nextInt(2));
          case 4 -> rig.clock.advance(Duration.ofMinutes(random.nextInt(120)));
          case 5 -> endJobs();
          default -> rig.clock.advance(Duration.ofSeconds(random.nextInt(90)));
        }
        schedulers.get(random.nextInt(2)).look();
      }
    }

    void heal() {
      rig.book.advancesFail = false;
      rig.book.readsFail = false;
      broken.set(false);
      for (int i = 0; i < 100; i++) {
        rig.clock.advance(Duration.ofSeconds(10));
        endJobs();
        schedulers.forEach(Scheduler::look);
      }
    }

    /** Their keys go with them. */
    private void endJobs() {
      gone.addAll(rig.jobs());
      rig.expireAll();
    }

    /** All that there ever were. */
    List<String> jobs() {
      return Stream.concat(gone.stream(), rig.jobs().stream()).sorted().toList();
    }

    /** Those of the last minutes, when all was well. */
    List<String> calm(List<String> slots) {
      String first = "nightly " + rig.clock.instant().minus(Duration.ofMinutes(10));
      return slots.stream().filter(slot -> slot.compareTo(first) > 0).toList();
    }

    List<String> expected(Schedule schedule) {
      return Slots.of(schedule.timing())
          .between(BEGIN, rig.clock.instant(), Integer.MAX_VALUE)
          .stream()
          .map(slot -> "nightly " + slot)
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/5 * * * *", "*/7 0-5,20-23 * * *", "30 2 * * *"})
  void noSlotIsLostAndNoneBecomesTwoJobs(String cron) throws IOException {
    for (int seed = 0; seed < SCRIPTS; seed++) {
      var script = new Script(seed);
      Schedule schedule = berlin(script.rig.schedule(cron, new Misfire.CatchUp(1_000)));
      script.rig.book.put(schedule);
      script.run();
      script.heal();
      assertThat(script.jobs()).as("seed %d", seed).isEqualTo(script.expected(schedule));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/5 * * * *", "*/7 0-5,20-23 * * *"})
  void whatIsSkippedIsSkippedAndNothingBecomesTwoJobs(String cron) throws IOException {
    var kinds = new HashMap<Boolean, Integer>();
    for (int seed = 0; seed < SCRIPTS; seed++) {
      for (Misfire misfire : List.of(new Misfire.Skip(), new Misfire.Once())) {
        var script = new Script(seed);
        Schedule schedule = berlin(script.rig.schedule(cron, misfire));
        script.rig.book.put(schedule);
        script.run();
        script.heal();
        List<String> jobs = script.jobs();
        List<String> slots = script.expected(schedule);
        assertThat(jobs).as("seed %d", seed).doesNotHaveDuplicates().isSubsetOf(slots);
        assertThat(jobs).as("seed %d", seed).containsAll(script.calm(slots));
        kinds.merge(jobs.size() < slots.size(), 1, Integer::sum);
      }
    }
    assertThat(kinds.get(true)).as("scripts that miss a slot").isPositive();
  }

  private static Schedule berlin(Schedule utc) {
    return new Schedule(
        utc.key(),
        new Timing(utc.timing().cron(), ZoneId.of("Europe/Berlin")),
        utc.order(),
        utc.misfire(),
        true,
        BEGIN);
  }
}
