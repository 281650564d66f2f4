package dev.penstock.engine.redis;

import dev.penstock.engine.Plan;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Problem;
import dev.penstock.job.StageProgress;
import dev.penstock.job.Tally;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a job of the fields of its hash. */
final class JobReading {
  private final Map<String, byte[]> fields;

  private JobReading(Map<String, byte[]> fields) {
    this.fields = fields;
  }

  /** Of what a function tells of a job: its id, its fields, its results. */
  static Job read(Reply told, Shard shard) {
    var reading = new JobReading(told.list(1).fields());
    Plan plan = shard.plan(reading.text("pl"));
    return new Job(
        new JobId(told.text(0)),
        reading.order(plan),
        reading.state(),
        reading.times(),
        reading.number("in"),
        new Tally(
            reading.number("ok"),
            reading.number("re"),
            reading.number("rj"),
            reading.number("de"),
            reading.number("du")),
        reading.stages(plan),
        new Job.Outcome(
            Math.toIntExact(reading.number("ro")),
            Outcomes.results(told.list(2).fields()),
            reading.failure()));
  }

  private Job.Order order(Plan plan) {
    return new Job.Order(
        text("t"),
        plan.pipeline(),
        plan.version(),
        text("n"),
        Inputs.read(fields.getOrDefault("i", new byte[0]), text("fj"), text("fs"), text("fr"))
            .texts(),
        Payloads.read(fields.get("pi")),
        new Job.Ties(
            Math.toIntExact(number("pr")), optional("la"), optional("pa").map(JobId::new)));
  }

  private JobState state() {
    char letter = text("st").charAt(0);
    for (JobState state : JobState.values()) {
      if (Submitting.letter(state) == letter) {
        return state;
      }
    }
    throw new IllegalStateException("no state is written '" + letter + "'");
  }

  private Job.Times times() {
    return new Job.Times(
        Micros.instant(number("ac")),
        instantOrNull("sa"),
        Micros.instant(number("up")),
        instantOrNull("en"));
  }

  private List<StageProgress> stages(Plan plan) {
    var stages = new ArrayList<StageProgress>();
    for (int s = 0; s < plan.stages().size(); s++) {
      stages.add(
          new StageProgress(
              plan.stages().get(s).name(),
              new StageProgress.Chunks(
                  number(s + "r"),
                  number(s + "w"),
                  number(s + "u"),
                  number(s + "d"),
                  number(s + "x"),
                  number(s + "c")),
              new Tally(
                  number(s + "o"),
                  number(s + "p"),
                  number(s + "j"),
                  number(s + "k"),
                  number(s + "l")),
              Math.max(0, number(s + "y")),
              number(s + "t")));
    }
    return stages;
  }

  private @Nullable Problem failure() {
    return fields.containsKey("fc") ? Problems.read(text("fc"), text("fd")) : null;
  }

  private @Nullable Instant instantOrNull(String field) {
    return fields.containsKey(field) ? Micros.instant(number(field)) : null;
  }

  private Optional<String> optional(String field) {
    return fields.containsKey(field) ? Optional.of(text(field)) : Optional.empty();
  }

  private String text(String field) {
    byte[] value = fields.get(field);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  private long number(String field) {
    return fields.containsKey(field) ? Long.parseLong(text(field)) : 0;
  }
}
