package dev.penstock.server.plant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.sqlite.SqliteEngine;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.schedule.Misfire;
import dev.penstock.schedule.Schedule;
import dev.penstock.schedule.Schedule.Order;
import dev.penstock.schedule.ScheduleKey;
import dev.penstock.schedule.SlotSubmits;
import dev.penstock.schedule.Slots;
import dev.penstock.schedule.Timetable;
import dev.penstock.schedule.Timing;
import dev.penstock.store.embedded.registry.SqliteScheduleBook;
import dev.penstock.testkit.TestForm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A child JVM submits slots on a clock that runs fast, over an autumn's change of the clock, and is
 * killed in the middle (SIGKILL), again and again: between submit and advance as anywhere. In the
 * end each slot has exactly one job.
 */
class KilledSchedulerTest {
  private static final ScheduleKey KEY = new ScheduleKey("default", "often");
  private static final Instant BEGIN = Instant.parse("2026-10-24T22:00:00Z");
  private static final Timing TIMING = new Timing("* * * * *", ZoneId.of("Europe/Berlin"));

  /** So many minutes of its clock pass in a second. */
  private static final int SPEED = 500;

  @TempDir private Path folder;

  /** Everything open on the folder. */
  private record Work(Engine engine, Timetable timetable) implements AutoCloseable {
    static Work on(Path folder, InstantSource clock, Bells bells) throws IOException {
      Engine engine =
          SqliteEngine.open(
              Files.createDirectories(folder.resolve("engine")),
              clock,
              new Random(),
              EngineLimits.DEFAULT,
              bells);
      var pipeline =
          new Pipeline(
              "lines",
              1,
              "Does nothing.",
              Inputs.of(),
              List.of(StageSpec.start("split", context -> StageResult.giveUp("no", "No."))));
      SqliteScheduleBook book = SqliteScheduleBook.open(folder.resolve("registry"));
      return new Work(
          engine,
          Timetable.of(
              book, book, new SlotSubmits(engine, name -> Optional.of(pipeline), clock), clock));
    }

    Instant through() throws IOException {
      return timetable.book().get(KEY).orElseThrow().position().through();
    }

    @Override
    public void close() throws IOException {
      timetable.close();
      engine.close();
    }
  }

  /** The child: a line for each job. */
  static final class Child {
    public static void main(String[] args) throws IOException {
      Instant start = Instant.parse(args[1]);
      long began = System.nanoTime();
      InstantSource clock = () -> start.plusNanos((System.nanoTime() - began) * 60 * SPEED);
      var bells = new Bells();
      bells.onChange(job -> System.out.println(job));
      try (var work = Work.on(Path.of(args[0]), clock, bells)) {
        work.timetable().scheduler().start();
        while (true) {
          // Its own waits are of this clock, and would be far too long.
          work.timetable().scheduler().changed();
          LockSupport.parkNanos(500_000);
        }
      }
    }
  }

  @Test
  void eachSlotHasOneJobHoweverOftenItsSchedulerIsKilled() throws Exception {
    try (var work = Work.on(folder, () -> BEGIN, new Bells())) {
      work.timetable()
          .book()
          .put(
              new Schedule(
                  KEY,
                  TIMING,
                  new Order("lines", Map.of(), new Payload.Inline(new byte[] {1})),
                  new Misfire.CatchUp(1_000),
                  true,
                  BEGIN));
    }
    var random = new Random(42);
    int unsettled = 0;
    for (int kill = 0; kill < TestForm.choose(6, 60); kill++) {
      killedAfter(random.nextInt(20, 120), through());
      List<String> jobs = names();
      unsettled += jobs.getLast().equals("often " + through()) ? 0 : 1;
      assertThat(jobs).isEqualTo(slotsUpTo(jobs.getLast()));
    }
    assertThat(unsettled).as("kills between submit and advance").isPositive();
  }

  /** What the jobs of all slots are called, up to one of them. */
  private static List<String> slotsUpTo(String last) {
    Instant end = Instant.parse(last.substring("often ".length()));
    return Slots.of(TIMING).between(BEGIN, end, Integer.MAX_VALUE).stream()
        .map(slot -> "often " + slot)
        .toList();
  }

  private Instant through() throws IOException {
    try (var work = Work.on(folder, () -> BEGIN, new Bells())) {
      return work.through();
    }
  }

  private List<String> names() throws IOException {
    try (var work = Work.on(folder, () -> BEGIN, new Bells())) {
      return names(work);
    }
  }

  private static List<String> names(Work work) {
    var names = new ArrayList<String>();
    Optional<JobId> before = Optional.empty();
    List<Job> page;
    do {
      page =
          work.engine()
              .log()
              .jobs(
                  new JobQuery(
                      "default", Optional.empty(), Set.of(), before, Optional.empty(), 1_000));
      page.forEach(job -> names.add(job.order().name()));
      before = page.isEmpty() ? before : Optional.of(page.getLast().id());
    } while (!page.isEmpty());
    return names.stream().sorted().toList();
  }

  private void killedAfter(int jobs, Instant start) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString(),
                start.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int said = 0;
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said++;
        if (said == jobs) {
          // By its handle: the process object would close the output that is still to be read.
          child.toHandle().destroyForcibly();
        }
      }
    }
    child.waitFor();
    assertThat(said).as("jobs of the child").isGreaterThanOrEqualTo(jobs);
  }
}
