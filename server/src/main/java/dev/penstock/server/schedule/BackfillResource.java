package dev.penstock.server.schedule;

import dev.penstock.schedule.Backfill;
import dev.penstock.schedule.Backfill.Report;
import dev.penstock.schedule.Outcome;
import dev.penstock.schedule.Range;
import dev.penstock.schedule.Schedule;
import dev.penstock.schedule.ScheduleKey;
import dev.penstock.schedule.Timetable;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/**
 * {@code POST /v1/schedules/{schedule}/backfill?from=&to=&dry-run=&again=}: submits, or only
 * counts, the slots of a range that is over; with {@code again} those as well that were submitted
 * before.
 */
public final class BackfillResource {
  private final SchedulesResource schedules;
  private final Timetable timetable;
  private final Backfill backfill;

  public BackfillResource(SchedulesResource schedules, Timetable timetable) {
    this.schedules = schedules;
    this.timetable = timetable;
    this.backfill = new Backfill(timetable.ledger(), timetable.submits());
  }

  /**
   * What was asked for.
   *
   * @param again the name of the repetition; empty for none
   */
  private record Call(Schedule schedule, Range range, boolean dry, Optional<String> again) {}

  public Reply run(Exchange exchange) throws IOException {
    Query query = exchange.query().only("from", "to", "dry-run", "again");
    Schedule schedule = schedules.find(exchange).schedule();
    Range range = range(query, schedule.timing().zone());
    var call = new Call(schedule, range, dry(query), again(query));
    Report report =
        call.dry()
            ? backfill.count(schedule, range, call.again())
            : backfill.run(schedule, range, call.again());
    Optional<Outcome> stopped = report.stopped();
    if (report.slots() == 0 && stopped.isPresent()) {
      throw refusal(stopped.get()).refused();
    }
    return Reply.json(200, Json.bytes(json -> write(json, call, report)));
  }

  private Range range(Query query, ZoneId zone) {
    Instant now = timetable.clock().instant();
    Instant from =
        query
            .one("from")
            .map(text -> moment("from", text, zone))
            .orElseThrow(() -> Query.invalid("from", "is missing"));
    Instant to = query.one("to").map(text -> moment("to", text, zone)).orElse(now);
    if (from.isBefore(Instant.EPOCH)) {
      throw Query.invalid("from", "must not be before 1970");
    }
    if (to.isAfter(now)) {
      throw Query.invalid("to", "must not be in the future: a backfill is of the past");
    }
    if (!from.isBefore(to)) {
      throw Query.invalid("from", "must be before to");
    }
    return new Range(from, to);
  }

  /** A moment with its offset, or a date: its first moment in the schedule's zone. */
  private static Instant moment(String name, String text, ZoneId zone) {
    try {
      return text.length() == "2026-01-01".length()
          ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw Query.invalid(name, "must look like 2026-01-01 or 2026-01-01T00:00:00Z");
    }
  }

  private static boolean dry(Query query) {
    return switch (query.one("dry-run").orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Query.invalid("dry-run", "must be true or false");
    };
  }

  /** A name of the caller's, so that a call may be repeated; or one that nobody used before. */
  private static Optional<String> again(Query query) {
    return switch (query.one("again").orElse("false")) {
      case "false" -> Optional.empty();
      case "true" -> Optional.of(UUID.randomUUID().toString());
      case String name when ScheduleKey.isId(name) -> Optional.of(name);
      default ->
          throw Query.invalid("again", "must be true, false or a name of 1 to 64 of a-z 0-9 . _ -");
    };
  }

  private static HttpProblem refusal(Outcome stopped) {
    return switch (stopped) {
      case Outcome.PutOff(Duration after, var why) ->
          HttpProblem.of(Code.of(why.code()).orElse(Code.ENGINE_BUSY), why.detail())
              .withHeader("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
      case Outcome.Refused(var problems) -> ScheduleFaults.of(problems);
      case Outcome.Clash(_), Outcome.Submitted(_, _) ->
          throw new IllegalStateException("nothing stops at " + stopped);
    };
  }

  private static void write(JsonGenerator json, Call call, Report report) {
    String id = call.schedule().key().id();
    json.writeStartObject();
    json.writeStringProperty("schedule", id);
    json.writeStringProperty("from", call.range().from().toString());
    json.writeStringProperty("to", call.range().to().toString());
    json.writeBooleanProperty("dryRun", call.dry());
    call.again().ifPresent(name -> json.writeStringProperty("again", name));
    json.writeNumberProperty("slots", report.slots());
    json.writeNumberProperty("done", report.done());
    json.writeNumberProperty("due", report.due());
    json.writeNumberProperty("accepted", report.counts().accepted());
    json.writeNumberProperty("existing", report.counts().existing());
    json.writeNumberProperty("conflicts", report.counts().conflicts());
    json.writeName("last");
    ScheduleJson.fired(json, report.last());
    stopped(json, report.stopped());
    json.writeObjectPropertyStart("links");
    report.next().ifPresent(next -> json.writeStringProperty("next", next(call, next)));
    json.writeStringProperty("schedule", ScheduleJson.link(id));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void stopped(JsonGenerator json, Optional<Outcome> stopped) {
    if (stopped.isEmpty()) {
      json.writeNullProperty("stopped");
      return;
    }
    HttpProblem problem = refusal(stopped.get());
    json.writeObjectPropertyStart("stopped");
    json.writeStringProperty("code", problem.code().word());
    json.writeStringProperty("detail", problem.detail());
    json.writeEndObject();
  }

  private static String next(Call call, Instant next) {
    return "%s/backfill?from=%s&to=%s%s%s"
        .formatted(
            ScheduleJson.link(call.schedule().key().id()),
            next,
            call.range().to(),
            call.dry() ? "&dry-run=true" : "",
            call.again().map(name -> "&again=" + name).orElse(""));
  }
}
