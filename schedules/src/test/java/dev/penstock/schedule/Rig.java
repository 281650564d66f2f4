package dev.penstock.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Control;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.InputKind;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.schedule.Schedule.Order;
import java.io.IOException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/** A scheduler on an engine in memory, looked after by hand, on a clock that is set by hand. */
final class Rig {
  static final ScheduleKey KEY = new ScheduleKey("default", "nightly");
  static final String PIPELINE = "lines";

  final SetClock clock = new SetClock("2026-03-01T12:00:30Z");
  final Bells bells = new Bells();
  final MemoryEngine engine;
  final Map<String, Pipeline> pipelines = new HashMap<>();
  final MemoryScheduleBook ledger = new MemoryScheduleBook();
  final BrittleBook book = new BrittleBook(ledger);
  final SlotSubmits submits;
  private Scheduler scheduler;

  Rig() {
    this(EngineLimits.DEFAULT);
  }

  Rig(EngineLimits limits) {
    engine = new MemoryEngine(clock, new Random(1), limits, bells);
    pipelines.put(PIPELINE, pipeline(PIPELINE));
    submits = new SlotSubmits(engine, name -> Optional.ofNullable(pipelines.get(name)), clock);
    scheduler = new Scheduler(book, ledger, submits, clock);
  }

  static Pipeline pipeline(String name) {
    return new Pipeline(
        name,
        1,
        "Counts lines.",
        Inputs.of(
            Input.of("copies", new InputKind.Whole(1, 9), "1", "How often."),
            Input.of(
                "day",
                new InputKind.Text(Pattern.compile("[0-9TZ:-]*"), 40, "day"),
                null,
                "Which day.")),
        List.of(StageSpec.start("split", context -> StageResult.giveUp("never.run", "Never."))));
  }

  Schedule schedule(String cron, Misfire misfire) {
    return new Schedule(
        KEY,
        new Timing(cron, ZoneId.of("UTC")),
        new Order(PIPELINE, Map.of(), new Payload.Inline("a\nb".getBytes(UTF_8))),
        misfire,
        true,
        clock.instant());
  }

  Scheduler scheduler() {
    return scheduler;
  }

  /** As after a crash: what the scheduler knew is gone. */
  void restart() {
    scheduler = new Scheduler(book, ledger, submits, clock);
  }

  /** Puts a schedule and has it noticed. */
  void put(Schedule schedule) throws IOException {
    book.put(schedule);
    scheduler.changed();
    scheduler.look();
  }

  /** Lets the time come, and looks. */
  void lookAt(String instant) {
    clock.set(instant);
    scheduler.look();
  }

  /** What the jobs are called, oldest first. */
  List<String> jobs() {
    return all().stream().map(job -> job.order().name()).sorted().toList();
  }

  List<Job> all() {
    return engine.log().jobs(JobQuery.newest("default", 1_000));
  }

  Position position() {
    return book.get(KEY).orElseThrow().position();
  }

  Optional<String> trouble() {
    return scheduler.trouble(KEY).map(trouble -> trouble.problem().code());
  }

  /** Fills the engine by one job. */
  JobId occupy(Optional<Submission.Idempotency> sameAs) {
    var submission =
        new Submission(
            JobId.next(clock),
            "default",
            Plan.of(pipeline(PIPELINE)),
            "zz occupied",
            new InputValues(Map.of()),
            Payload.NONE,
            sameAs);
    return ((Admission.Accepted) engine.submit(submission)).job();
  }

  void dismiss(JobId job) {
    engine.control(job, new Control.Dismiss());
  }

  /** As if all jobs had ended, and retention had removed them. */
  void expireAll() {
    for (Job job : all()) {
      dismiss(job.id());
      engine.control(job.id(), new Control.Remove());
    }
  }
}
