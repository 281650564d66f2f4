package dev.penstock.server.schedule;

import dev.penstock.schedule.Kept;
import dev.penstock.schedule.Schedule;
import dev.penstock.schedule.ScheduleBook;
import dev.penstock.schedule.ScheduleKey;
import dev.penstock.schedule.Timetable;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /v1/schedules} and {@code /v1/schedules/{schedule}}: PUT keeps a schedule, POST only if it
 * is new, DELETE removes it; its jobs stay.
 */
public final class SchedulesResource {
  /** A payload of 64 KiB, escaped or in base 64, and the rest. */
  private static final int MAX_BODY = 512 * 1024;

  private static final int NEXT = 5;

  private final Timetable timetable;
  private final ScheduleBook book;
  private final ScheduleReader reader;
  private final ScheduleJson view;

  public SchedulesResource(Timetable timetable, Catalog catalog) {
    this.timetable = timetable;
    this.book = timetable.book();
    this.reader = new ScheduleReader(catalog, timetable);
    this.view = new ScheduleJson(timetable);
  }

  /** By id, paged by the last id seen. */
  public Reply list(Exchange exchange) throws IOException {
    Query query = exchange.query().only("after", "limit");
    int limit = (int) query.whole("limit", 50, 1, 100);
    List<Kept> page = book.list(exchange.tenant(), query.one("after").orElse(""), limit);
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("schedules");
              page.forEach(kept -> view.write(json, kept, 1));
              json.writeEndArray();
              json.writeObjectPropertyStart("links");
              if (page.size() == limit) {
                json.writeStringProperty(
                    "next",
                    "/v1/schedules?after=%s&limit=%d"
                        .formatted(page.getLast().schedule().key().id(), limit));
              }
              json.writeEndObject();
              json.writeEndObject();
            }));
  }

  public Reply one(Exchange exchange) throws IOException {
    exchange.query().only();
    return Reply.json(200, bytes(find(exchange)));
  }

  public Reply put(Exchange exchange) throws IOException {
    Schedule fresh = read(exchange);
    Optional<Kept> before = book.get(fresh.key());
    book.put(before.map(Kept::schedule).map(fresh::replacing).orElse(fresh));
    return kept(fresh.key(), before.isPresent() ? 200 : 201);
  }

  public Reply post(Exchange exchange) throws IOException {
    Schedule fresh = read(exchange);
    if (!book.add(fresh)) {
      return Reply.refused(
          Code.SCHEDULE_EXISTS,
          "There is a schedule '%s' already. PUT replaces it.".formatted(fresh.key().id()));
    }
    return kept(fresh.key(), 201);
  }

  public Reply delete(Exchange exchange) throws IOException {
    exchange.query().only();
    ScheduleKey key = key(exchange);
    if (!book.remove(key)) {
      throw unknown(key.id()).refused();
    }
    timetable.scheduler().changed();
    return new Reply.Bare(204, Map.of());
  }

  /** The schedule in {@code {schedule}}; an unknown one is refused. */
  Kept find(Exchange exchange) throws IOException {
    ScheduleKey key = key(exchange);
    return book.get(key).orElseThrow(() -> unknown(key.id()).refused());
  }

  private Schedule read(Exchange exchange) throws IOException {
    exchange.query().only();
    String id = exchange.path("schedule");
    if (!ScheduleKey.isId(id)) {
      throw HttpProblem.of(
              Code.SCHEDULE_INVALID,
              "'%s' is no id: 1 to 64 of a-z 0-9 . _ -, the first a letter or a digit."
                  .formatted(Exchange.clip(id)))
          .refused();
    }
    return reader.read(
        new ScheduleKey(exchange.tenant(), id), exchange.caller(), exchange.body().whole(MAX_BODY));
  }

  private Reply kept(ScheduleKey key, int status) throws IOException {
    timetable.scheduler().changed();
    Kept kept = book.get(key).orElseThrow(() -> unknown(key.id()).refused());
    return Reply.json(status, bytes(kept)).withHeader("Location", ScheduleJson.link(key.id()));
  }

  private byte[] bytes(Kept kept) {
    return Json.bytes(json -> view.write(json, kept, NEXT));
  }

  /** A text that is no id names no schedule. */
  private ScheduleKey key(Exchange exchange) {
    String id = exchange.path("schedule");
    if (!ScheduleKey.isId(id)) {
      throw unknown(id).refused();
    }
    return new ScheduleKey(exchange.tenant(), id);
  }

  private static HttpProblem unknown(String id) {
    return HttpProblem.of(
        Code.SCHEDULE_UNKNOWN, "There is no schedule '" + Exchange.clip(id) + "'.");
  }
}
