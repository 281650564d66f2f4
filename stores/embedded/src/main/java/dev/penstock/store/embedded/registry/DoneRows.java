package dev.penstock.store.embedded.registry;

import dev.penstock.schedule.Range;
import dev.penstock.schedule.ScheduleKey;
import dev.penstock.schedule.SlotLedger;
import dev.penstock.schedule.Timing;
import dev.penstock.store.embedded.Sqlite;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Reads and writes rows of the table {@code schedule_done}. */
final class DoneRows {
  private DoneRows() {}

  static List<Range> overlapping(Sqlite sqlite, ScheduleKey key, Timing timing, Range range)
      throws SQLException {
    // Of the bounds that were asked for the parts of a millisecond count as well.
    long to = range.to().plusNanos(999_999).toEpochMilli();
    return sqlite.all(
        """
        SELECT since, until FROM schedule_done
        WHERE tenant = ? AND id = ? AND cron = ? AND zone = ? AND until > ? AND since < ?
        ORDER BY since
        """,
        DoneRows::range,
        key.tenant(),
        key.id(),
        timing.cron(),
        timing.zone().getId(),
        range.from().toEpochMilli(),
        to);
  }

  private static Range range(ResultSet row) throws SQLException {
    return new Range(Instant.ofEpochMilli(row.getLong(1)), Instant.ofEpochMilli(row.getLong(2)));
  }

  /** Adds a range, and makes one of all that it touches. */
  static void add(Sqlite sqlite, ScheduleKey key, Timing timing, Range fresh) throws SQLException {
    List<Range> touching = touching(sqlite, key, timing, fresh);
    if (touching.stream().anyMatch(range -> range.covers(fresh))) {
      return;
    }
    for (Range range : touching) {
      sqlite.change(
          "DELETE FROM schedule_done"
              + " WHERE tenant = ? AND id = ? AND cron = ? AND zone = ? AND since = ?",
          key.tenant(),
          key.id(),
          timing.cron(),
          timing.zone().getId(),
          range.from().toEpochMilli());
    }
    Range whole = touching.stream().reduce(fresh, Range::with);
    sqlite.change(
        """
        INSERT INTO schedule_done (tenant, id, cron, zone, since, until) VALUES (?, ?, ?, ?, ?, ?)
        """,
        key.tenant(),
        key.id(),
        timing.cron(),
        timing.zone().getId(),
        whole.from().toEpochMilli(),
        whole.to().toEpochMilli());
  }

  private static List<Range> touching(Sqlite sqlite, ScheduleKey key, Timing timing, Range range)
      throws SQLException {
    return overlapping(
        sqlite, key, timing, new Range(range.from().minusMillis(1), range.to().plusMillis(1)));
  }

  /** Forgets those that were not changed for longest, if there are too many. */
  static void bound(Sqlite sqlite, ScheduleKey key) throws SQLException {
    sqlite.change(
        """
        DELETE FROM schedule_done WHERE tenant = ?1 AND id = ?2 AND number <= (
          SELECT number FROM schedule_done WHERE tenant = ?1 AND id = ?2
          ORDER BY number DESC LIMIT 1 OFFSET ?3)
        """,
        key.tenant(),
        key.id(),
        SlotLedger.MOST);
  }

  static void forget(Sqlite sqlite, ScheduleKey key) throws SQLException {
    sqlite.change("DELETE FROM schedule_done WHERE tenant = ? AND id = ?", key.tenant(), key.id());
  }
}
