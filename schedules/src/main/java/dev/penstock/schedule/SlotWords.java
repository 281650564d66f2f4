package dev.penstock.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Words in the values of inputs that stand for the slot, so that a job knows which one it is for:
 * {@code {slot}} is the moment in UTC ({@code 2026-03-29T01:30:00Z}), {@code {date}} the date in
 * the schedule's zone ({@code 2026-03-29}).
 */
public final class SlotWords {
  private SlotWords() {}

  static Map<String, String> filled(Map<String, String> inputs, Instant slot, ZoneId zone) {
    String date = LocalDate.ofInstant(slot, zone).toString();
    return inputs.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey,
                input ->
                    input.getValue().replace("{slot}", slot.toString()).replace("{date}", date)));
  }
}
