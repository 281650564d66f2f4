package dev.penstock.schedule;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps schedules and how far they have come. Every method is one atomic step, a change is durable
 * on return, and a read is never older than the caller's own last change. Thread-safe. {@code
 * ScheduleBookContract} in the testkit says the same in tests.
 *
 * <p>All methods throw {@link IOException} when the store cannot be reached; whether a change was
 * made is not known then, and each may be called again.
 */
public interface ScheduleBook extends AutoCloseable {
  /**
   * Keeps a new schedule, at {@link Position#at} its {@code since}. False: there is one already.
   */
  boolean add(Schedule schedule) throws IOException;

  /**
   * Keeps a schedule, in the place of the one with its key. The position stays when {@code since}
   * does; else it {@linkplain Position#restartedAt starts anew} there.
   */
  void put(Schedule schedule) throws IOException;

  Optional<Kept> get(ScheduleKey key) throws IOException;

  /**
   * Schedules of a tenant in the order of their ids.
   *
   * @param after the last id of the page before; empty for the first page
   * @param limit 1 to 1,000
   */
  List<Kept> list(String tenant, String after, int limit) throws IOException;

  /** Enabled schedules of all tenants in the order of their keys; pages as in {@link #list}. */
  List<Dial> dials(Optional<ScheduleKey> after, int limit) throws IOException;

  /** False: there was none. */
  boolean remove(ScheduleKey key) throws IOException;

  /**
   * Moves a schedule on, if it still stands where the caller saw it; else nothing changes and the
   * answer is false. Of several callers who move it away from the same place one is told true.
   *
   * @param from {@link Position#through} as it was seen
   */
  boolean advance(ScheduleKey key, Instant from, Position to) throws IOException;

  /** Releases the store. */
  @Override
  void close() throws IOException;
}
