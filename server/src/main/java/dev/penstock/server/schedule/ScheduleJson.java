package dev.penstock.server.schedule;

import dev.penstock.job.Problem;
import dev.penstock.schedule.Kept;
import dev.penstock.schedule.Misfire;
import dev.penstock.schedule.Position.Fired;
import dev.penstock.schedule.Schedule;
import dev.penstock.schedule.Slots;
import dev.penstock.schedule.Timetable;
import dev.penstock.schedule.Timing;
import dev.penstock.schedule.Trouble;
import dev.penstock.server.job.JobLinks;
import dev.penstock.server.web.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** Writes schedules as the API shows them. */
final class ScheduleJson {
  private final Timetable timetable;

  ScheduleJson(Timetable timetable) {
    this.timetable = timetable;
  }

  static String link(String id) {
    return "/v1/schedules/" + id;
  }

  /**
   * One schedule.
   *
   * @param next how many of its next slots
   */
  void write(JsonGenerator json, Kept kept, int next) {
    Schedule schedule = kept.schedule();
    json.writeStartObject();
    json.writeStringProperty("id", schedule.key().id());
    json.writeStringProperty("pipeline", schedule.order().pipeline());
    json.writeStringProperty("cron", schedule.timing().cron());
    json.writeStringProperty("zone", schedule.timing().zone().getId());
    misfire(json, schedule.misfire());
    json.writeBooleanProperty("enabled", schedule.enabled());
    json.writeObjectPropertyStart("inputs");
    new TreeMap<>(schedule.order().inputs()).forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeObjectPropertyStart("payload");
    json.writeNumberProperty("bytes", schedule.order().payload().length());
    json.writeEndObject();
    Json.moment(json, "since", schedule.since());
    next(json, schedule, next);
    json.writeName("last");
    fired(json, kept.position().last());
    failing(json, schedule);
    json.writeObjectPropertyStart("links");
    json.writeStringProperty("self", link(schedule.key().id()));
    json.writeStringProperty("backfill", link(schedule.key().id()) + "/backfill");
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void misfire(JsonGenerator json, Misfire misfire) {
    switch (misfire) {
      case Misfire.Skip() -> json.writeStringProperty("misfire", "skip");
      case Misfire.Once() -> json.writeStringProperty("misfire", "once");
      case Misfire.CatchUp(int most) -> {
        json.writeStringProperty("misfire", "catch-up");
        json.writeNumberProperty("catchUp", most);
      }
    }
  }

  private void next(JsonGenerator json, Schedule schedule, int count) {
    json.writeArrayPropertyStart("next");
    for (Instant slot : slots(schedule, count)) {
      json.writeStartObject();
      json.writeStringProperty("slot", slot.toString());
      json.writeStringProperty(
          "local", OffsetDateTime.ofInstant(slot, schedule.timing().zone()).toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private List<Instant> slots(Schedule schedule, int count) {
    Timing timing = schedule.timing();
    if (!schedule.enabled() || Slots.problemWith(timing.cron()).isPresent()) {
      return List.of();
    }
    Slots slots = Slots.of(timing);
    var next = new ArrayList<Instant>();
    Optional<Instant> slot = slots.after(timetable.clock().instant());
    while (slot.isPresent() && next.size() < count) {
      next.add(slot.get());
      slot = slots.after(slot.get());
    }
    return next;
  }

  /** A slot and its job, or null. */
  static void fired(JsonGenerator json, Optional<Fired> fired) {
    if (fired.isEmpty()) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringProperty("slot", fired.get().slot().toString());
    json.writeStringProperty("job", fired.get().job().value());
    json.writeStringProperty("href", JobLinks.job(fired.get().job()));
    json.writeEndObject();
  }

  /** Why it does not get on; what its next slot would meet counts too. */
  private void failing(JsonGenerator json, Schedule schedule) {
    Optional<Trouble> trouble = timetable.scheduler().trouble(schedule.key());
    Optional<Problem> problem =
        trouble
            .map(Trouble::problem)
            .or(
                () ->
                    timetable.submits().problems(schedule, timetable.clock().instant()).stream()
                        .findFirst());
    if (problem.isEmpty()) {
      json.writeNullProperty("failing");
      return;
    }
    json.writeObjectPropertyStart("failing");
    json.writeStringProperty("code", problem.get().code());
    json.writeStringProperty("detail", problem.get().detail());
    Json.moment(json, "since", trouble.map(Trouble::since).orElse(null));
    json.writeEndObject();
  }
}
