package dev.penstock.store.embedded.registry;

import dev.penstock.blob.Payload;
import dev.penstock.job.JobId;
import dev.penstock.schedule.Dial;
import dev.penstock.schedule.Kept;
import dev.penstock.schedule.Position;
import dev.penstock.schedule.Position.Fired;
import dev.penstock.schedule.Schedule;
import dev.penstock.schedule.Schedule.Order;
import dev.penstock.schedule.ScheduleKey;
import dev.penstock.schedule.Timing;
import dev.penstock.store.embedded.Sqlite;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads rows of the tables {@code schedule} and {@code schedule_input}. */
final class ScheduleRows {
  private static final String COLUMNS =
      """
      SELECT tenant, id, cron, zone, pipeline, payload, misfire, most, enabled, since, through, owed,
        last_slot, last_job FROM schedule
      """;

  private ScheduleRows() {}

  static Optional<Kept> one(Sqlite sqlite, ScheduleKey key) throws SQLException {
    Map<String, String> inputs = inputs(sqlite, key);
    return sqlite.first(
        COLUMNS + "WHERE tenant = ? AND id = ?", row -> kept(row, inputs), key.tenant(), key.id());
  }

  /** Whether there is one, and since when. */
  static Optional<Instant> since(Sqlite sqlite, ScheduleKey key) throws SQLException {
    return sqlite.first(
        "SELECT since FROM schedule WHERE tenant = ? AND id = ?",
        row -> Instant.ofEpochMilli(row.getLong(1)),
        key.tenant(),
        key.id());
  }

  static List<Kept> page(Sqlite sqlite, String tenant, String after, int limit)
      throws SQLException {
    List<String> ids =
        sqlite.all(
            "SELECT id FROM schedule WHERE tenant = ? AND id > ? ORDER BY id LIMIT ?",
            row -> row.getString(1),
            tenant,
            after,
            limit);
    var page = new ArrayList<Kept>();
    for (String id : ids) {
      page.add(one(sqlite, new ScheduleKey(tenant, id)).orElseThrow());
    }
    return page;
  }

  static List<Dial> dials(Sqlite sqlite, Optional<ScheduleKey> after, int limit)
      throws SQLException {
    // No tenant and no id is empty, so all keys come behind this.
    return sqlite.all(
        """
        SELECT tenant, id, cron, zone, through FROM schedule
        WHERE enabled = 1 AND (tenant, id) > (?, ?) ORDER BY tenant, id LIMIT ?
        """,
        row ->
            new Dial(
                new ScheduleKey(row.getString(1), row.getString(2)),
                new Timing(row.getString(3), ZoneId.of(row.getString(4))),
                Instant.ofEpochMilli(row.getLong(5))),
        after.map(ScheduleKey::tenant).orElse(""),
        after.map(ScheduleKey::id).orElse(""),
        limit);
  }

  private static Map<String, String> inputs(Sqlite sqlite, ScheduleKey key) throws SQLException {
    var inputs = new HashMap<String, String>();
    sqlite
        .all(
            "SELECT name, value FROM schedule_input WHERE tenant = ? AND id = ?",
            row -> Map.entry(row.getString(1), row.getString(2)),
            key.tenant(),
            key.id())
        .forEach(input -> inputs.put(input.getKey(), input.getValue()));
    return inputs;
  }

  private static Kept kept(ResultSet row, Map<String, String> inputs) throws SQLException {
    var schedule =
        new Schedule(
            new ScheduleKey(row.getString(1), row.getString(2)),
            new Timing(row.getString(3), ZoneId.of(row.getString(4))),
            new Order(row.getString(5), inputs, new Payload.Inline(row.getBytes(6))),
            MisfireColumns.of(row.getString(7), row.getInt(8)),
            row.getInt(9) == 1,
            Instant.ofEpochMilli(row.getLong(10)));
    String lastJob = row.getString(14);
    Optional<Fired> last =
        lastJob == null
            ? Optional.empty()
            : Optional.of(new Fired(Instant.ofEpochMilli(row.getLong(13)), new JobId(lastJob)));
    return new Kept(
        schedule,
        new Position(
            Instant.ofEpochMilli(row.getLong(11)), Instant.ofEpochMilli(row.getLong(12)), last));
  }
}
