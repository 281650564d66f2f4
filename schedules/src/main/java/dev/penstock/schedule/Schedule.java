package dev.penstock.schedule;

import dev.penstock.blob.Payload;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * A job that is submitted again and again.
 *
 * @param misfire what becomes of missed slots
 * @param enabled whether slots are submitted at all; those that pass meanwhile are not missed
 * @param since slots up to this moment, in whole milliseconds, are not its own
 */
public record Schedule(
    ScheduleKey key, Timing timing, Order order, Misfire misfire, boolean enabled, Instant since) {
  public Schedule {
    since = since.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * What is submitted.
   *
   * @param inputs as they were given, not yet read by the pipeline; {@link SlotWords} stand in
   *     their values
   */
  public record Order(String pipeline, Map<String, String> inputs, Payload.Inline payload) {
    public Order {
      inputs = Map.copyOf(inputs);
    }
  }

  /**
   * This schedule in the place of an earlier one. Only where slots would be others, or were not
   * wanted until now, does it begin anew; else what is due stays due.
   */
  public Schedule replacing(Schedule earlier) {
    boolean goesOn = timing.equals(earlier.timing) && earlier.enabled && enabled;
    return goesOn ? new Schedule(key, timing, order, misfire, enabled, earlier.since) : this;
  }
}
