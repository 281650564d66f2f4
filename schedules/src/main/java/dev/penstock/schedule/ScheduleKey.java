package dev.penstock.schedule;

import java.time.Instant;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Names one schedule. Sorts by tenant, then by id.
 *
 * @param id unique in the tenant: 1 to 64 of {@code a-z 0-9 . _ -}, the first a letter or a digit
 */
public record ScheduleKey(String tenant, String id) implements Comparable<ScheduleKey> {
  /** How every idempotency key of a slot begins; nobody else may give such a key. */
  public static final String RESERVED = "schedule/";

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Comparator<ScheduleKey> ORDER =
      Comparator.comparing(ScheduleKey::tenant).thenComparing(ScheduleKey::id);

  public ScheduleKey {
    if (!isId(id)) {
      throw new IllegalArgumentException("not a schedule id: '" + id + "'");
    }
  }

  /** Whether a text from outside has the form of an id. */
  public static boolean isId(String text) {
    return FORM.matcher(text).matches();
  }

  /** What makes the job of a slot one job, whoever submits it and how often. */
  public String idempotencyKey(Instant slot) {
    return RESERVED + id + "/" + slot;
  }

  /**
   * The same, for a slot that runs again although it has run.
   *
   * @param again what tells one repetition from another
   */
  String idempotencyKey(Instant slot, String again) {
    return idempotencyKey(slot) + "/again/" + again;
  }

  @Override
  public int compareTo(ScheduleKey other) {
    return ORDER.compare(this, other);
  }
}
