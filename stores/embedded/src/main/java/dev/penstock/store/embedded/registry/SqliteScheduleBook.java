package dev.penstock.store.embedded.registry;

import dev.penstock.schedule.Dial;
import dev.penstock.schedule.Kept;
import dev.penstock.schedule.Position;
import dev.penstock.schedule.Range;
import dev.penstock.schedule.Schedule;
import dev.penstock.schedule.ScheduleBook;
import dev.penstock.schedule.ScheduleKey;
import dev.penstock.schedule.SlotLedger;
import dev.penstock.schedule.Timing;
import dev.penstock.store.embedded.Sqlite;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Schedules and what of them is done in the registry's SQLite file; every change is synced to the
 * disk.
 */
public final class SqliteScheduleBook implements ScheduleBook, SlotLedger {
  private final RegistryFile file;
  private final Closeable owned;

  /**
   * @param owned what is closed with the book
   */
  SqliteScheduleBook(RegistryFile file, Closeable owned) {
    this.file = file;
    this.owned = owned;
  }

  /** Opens or makes {@code registry.db} in a folder. One process at a time does. */
  public static SqliteScheduleBook open(Path folder) throws IOException {
    RegistryFile file = RegistryFile.in(folder);
    return new SqliteScheduleBook(file, file::close);
  }

  @Override
  public boolean add(Schedule schedule) throws IOException {
    return file.write(
        sqlite -> {
          boolean free = ScheduleRows.since(sqlite, schedule.key()).isEmpty();
          if (free) {
            insert(sqlite, schedule, Position.at(schedule.since()));
          }
          return free;
        });
  }

  @Override
  public void put(Schedule schedule) throws IOException {
    file.write(
        sqlite -> {
          Optional<Kept> before = ScheduleRows.one(sqlite, schedule.key());
          delete(sqlite, schedule.key());
          insert(
              sqlite,
              schedule,
              before
                  .map(kept -> position(kept, schedule.since()))
                  .orElse(Position.at(schedule.since())));
          return Boolean.TRUE;
        });
  }

  private static Position position(Kept before, Instant since) {
    return before.schedule().since().equals(since)
        ? before.position()
        : before.position().restartedAt(since);
  }

  private static void insert(Sqlite sqlite, Schedule schedule, Position position)
      throws SQLException {
    ScheduleKey key = schedule.key();
    sqlite.change(
        """
        INSERT INTO schedule (tenant, id, cron, zone, pipeline, payload, misfire, most, enabled,
          since, through, owed, last_slot, last_job)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        key.tenant(),
        key.id(),
        schedule.timing().cron(),
        schedule.timing().zone().getId(),
        schedule.order().pipeline(),
        schedule.order().payload().bytes(),
        MisfireColumns.word(schedule.misfire()),
        MisfireColumns.most(schedule.misfire()),
        schedule.enabled() ? 1 : 0,
        schedule.since().toEpochMilli(),
        position.through().toEpochMilli(),
        position.owed().toEpochMilli(),
        lastSlot(position),
        lastJob(position));
    for (var input : schedule.order().inputs().entrySet()) {
      sqlite.change(
          "INSERT INTO schedule_input (tenant, id, name, value) VALUES (?, ?, ?, ?)",
          key.tenant(),
          key.id(),
          input.getKey(),
          input.getValue());
    }
  }

  private static @Nullable Long lastSlot(Position position) {
    return position.last().map(fired -> fired.slot().toEpochMilli()).orElse(null);
  }

  private static @Nullable String lastJob(Position position) {
    return position.last().map(fired -> fired.job().value()).orElse(null);
  }

  @Override
  public Optional<Kept> get(ScheduleKey key) throws IOException {
    return file.read(sqlite -> ScheduleRows.one(sqlite, key));
  }

  @Override
  public List<Kept> list(String tenant, String after, int limit) throws IOException {
    return file.read(sqlite -> ScheduleRows.page(sqlite, tenant, after, limit));
  }

  @Override
  public List<Dial> dials(Optional<ScheduleKey> after, int limit) throws IOException {
    return file.read(sqlite -> ScheduleRows.dials(sqlite, after, limit));
  }

  @Override
  public boolean remove(ScheduleKey key) throws IOException {
    return file.write(
        sqlite -> {
          DoneRows.forget(sqlite, key);
          return delete(sqlite, key);
        });
  }

  /** Its inputs go with it. */
  private static boolean delete(Sqlite sqlite, ScheduleKey key) throws SQLException {
    return sqlite.change("DELETE FROM schedule WHERE tenant = ? AND id = ?", key.tenant(), key.id())
        == 1;
  }

  @Override
  public boolean advance(ScheduleKey key, Instant from, Position to) throws IOException {
    return file.write(
        sqlite ->
            sqlite.change(
                    """
                    UPDATE schedule SET through = ?, owed = ?, last_slot = ?, last_job = ?
                    WHERE tenant = ? AND id = ? AND through = ?
                    """,
                    to.through().toEpochMilli(),
                    to.owed().toEpochMilli(),
                    lastSlot(to),
                    lastJob(to),
                    key.tenant(),
                    key.id(),
                    from.toEpochMilli())
                == 1);
  }

  @Override
  public List<Range> done(ScheduleKey key, Timing timing, Range range) throws IOException {
    return file.read(sqlite -> DoneRows.overlapping(sqlite, key, timing, range));
  }

  @Override
  public void mark(ScheduleKey key, Timing timing, List<Range> submitted) throws IOException {
    file.write(
        sqlite -> {
          boolean there = ScheduleRows.since(sqlite, key).isPresent();
          if (there) {
            for (Range range : submitted) {
              DoneRows.add(sqlite, key, timing, range);
            }
            DoneRows.bound(sqlite, key);
          }
          return there;
        });
  }

  @Override
  public void close() throws IOException {
    owned.close();
  }
}
