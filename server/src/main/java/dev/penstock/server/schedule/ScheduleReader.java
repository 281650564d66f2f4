package dev.penstock.server.schedule;

import dev.penstock.blob.Payload;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Nearest;
import dev.penstock.schedule.Misfire;
import dev.penstock.schedule.Schedule;
import dev.penstock.schedule.Schedule.Order;
import dev.penstock.schedule.ScheduleKey;
import dev.penstock.schedule.SlotSubmits;
import dev.penstock.schedule.Slots;
import dev.penstock.schedule.Timetable;
import dev.penstock.schedule.Timing;
import dev.penstock.server.access.OwnNames;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.web.Caller;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Reads a schedule as clients send it, and checks all of it: its first slot would be taken. */
final class ScheduleReader {
  private static final List<String> MISFIRES = List.of("skip", "once", "catch-up");
  private static final int CATCH_UP = 100;
  private static final ZoneId UTC = ZoneId.of("UTC");

  private final Catalog catalog;
  private final SlotSubmits submits;
  private final InstantSource clock;

  ScheduleReader(Catalog catalog, Timetable timetable) {
    this.catalog = catalog;
    this.submits = timetable.submits();
    this.clock = timetable.clock();
  }

  /**
   * Reads a body.
   *
   * @throws dev.penstock.server.web.RefusedException with everything that is wrong with it
   */
  Schedule read(ScheduleKey key, Caller caller, byte[] body) {
    var faults = new ScheduleFaults();
    ScheduleFields fields = ScheduleFields.of(body, faults);
    Timing timing = timing(fields, faults);
    Order order = order(fields, faults);
    Misfire misfire = misfire(fields, faults);
    boolean enabled = fields.flag("enabled", true);
    var schedule = new Schedule(key, timing, order, misfire, enabled, clock.instant());
    checkOrder(schedule, faults);
    OwnNames.problem(caller, said(order))
        .ifPresent(problem -> faults.add(problem.code(), problem.detail()));
    faults.refuse();
    return schedule;
  }

  /** What is given, and what the pipeline takes for the rest: that names things as well. */
  private InputValues said(Order order) {
    var said = new HashMap<String, String>();
    catalog
        .offered(order.pipeline())
        .ifPresent(
            offer ->
                offer.pipeline().inputs().all().stream()
                    .filter(input -> input.fallback() != null)
                    .forEach(input -> said.put(input.name(), input.fallback())));
    said.putAll(order.inputs());
    return new InputValues(said);
  }

  private static Timing timing(ScheduleFields fields, ScheduleFaults faults) {
    String cron = fields.required("cron");
    if (!cron.isEmpty()) {
      Slots.problemWith(cron).ifPresent(faults::add);
    }
    return new Timing(cron, fields.text("zone").map(zone -> zone(zone, faults)).orElse(UTC));
  }

  private static ZoneId zone(String name, ScheduleFaults faults) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      String hint =
          Nearest.to(name, ZoneId.getAvailableZoneIds())
              .map(near -> "Did you mean " + near + "?")
              .orElse("One looks like Europe/Berlin.");
      faults.add(
          Code.ZONE_UNKNOWN, "There is no time zone '%s'. %s".formatted(Exchange.clip(name), hint));
      return UTC;
    }
  }

  private static Misfire misfire(ScheduleFields fields, ScheduleFaults faults) {
    String word = fields.text("misfire").orElse("once");
    Optional<Integer> most = fields.whole("catchUp");
    if (most.isPresent() && !word.equals("catch-up")) {
      faults.add(Code.BODY_INVALID, "catchUp goes with \"misfire\": \"catch-up\" only.");
    }
    return switch (word) {
      case "skip" -> new Misfire.Skip();
      case "once" -> new Misfire.Once();
      case "catch-up" -> catchUp(most.orElse(CATCH_UP), faults);
      default -> {
        String hint = Nearest.to(word, MISFIRES).map(near -> "; nearest: " + near).orElse("");
        faults.add(Code.BODY_INVALID, "misfire must be one of %s%s.".formatted(MISFIRES, hint));
        yield new Misfire.Skip();
      }
    };
  }

  private static Misfire catchUp(int most, ScheduleFaults faults) {
    if (most < 1 || most > Misfire.CatchUp.MOST) {
      faults.add(
          Code.BODY_INVALID, "catchUp must be from 1 to %d.".formatted(Misfire.CatchUp.MOST));
      return new Misfire.CatchUp(1);
    }
    return new Misfire.CatchUp(most);
  }

  private static Order order(ScheduleFields fields, ScheduleFaults faults) {
    byte[] payload = fields.payload();
    if (payload.length == 0) {
      faults.add(Code.PAYLOAD_EMPTY, "Give the payload of the jobs in payload or payloadBase64.");
    }
    if (payload.length > Payload.MAX_INLINE) {
      faults.add(
          Code.SCHEDULE_INVALID,
          "The payload has %d bytes; a schedule keeps at most %d."
              .formatted(payload.length, Payload.MAX_INLINE));
      payload = new byte[0];
    }
    return new Order(
        fields.required("pipeline"), fields.texts("inputs"), new Payload.Inline(payload));
  }

  /** The pipeline has to be there, and to take the payload and the inputs of the first slot. */
  private void checkOrder(Schedule schedule, ScheduleFaults faults) {
    String pipeline = schedule.order().pipeline();
    if (pipeline.isEmpty()) {
      return;
    }
    Optional<Offer> offer = catalog.offered(pipeline);
    if (offer.isEmpty()) {
      faults.add(Code.PIPELINE_UNKNOWN, catalog.unknown(pipeline).detail());
      return;
    }
    byte[] payload = schedule.order().payload().bytes();
    offer.get().check().problem(payload, payload.length).ifPresent(faults::add);
    Instant slot = clock.instant();
    if (Slots.problemWith(schedule.timing().cron()).isEmpty()) {
      slot = Slots.of(schedule.timing()).after(slot).orElse(slot);
    }
    faults.addAll(submits.problems(schedule, slot));
  }
}
