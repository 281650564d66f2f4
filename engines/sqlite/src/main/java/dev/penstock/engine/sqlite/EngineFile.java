package dev.penstock.engine.sqlite;

import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.StageGauge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/**
 * An engine's file, looked at from outside: beside the process that has it open, or when none has.
 * Changes nothing.
 */
public final class EngineFile {
  private static final String HEAPS =
      "SELECT shelf.pipeline, shelf.stage, chunk.status, plan.version, count(*), min(chunk.since)"
          + " FROM chunk JOIN shelf ON shelf.id = chunk.shelf JOIN job ON job.key = chunk.job"
          + " JOIN plan ON plan.id = job.plan WHERE chunk.status IN (2, 3, 4, 5)"
          + " AND (chunk.status = 5 OR job.ended IS NULL)"
          + " GROUP BY shelf.id, chunk.status, plan.version ORDER BY shelf.id";

  private record Name(String pipeline, String stage) {}

  /** Counts of one stage. */
  private static final class Counts {
    final long[] counts = new long[ChunkStatus.COUNT];
    final Ages ages = new Ages();
  }

  private EngineFile() {}

  /**
   * How its stages stand; those at which nothing is are left out. Empty where there is no engine.
   *
   * @throws EngineUnavailableException when the file cannot be read
   */
  public static List<StageGauge> gauges(Path folder, InstantSource clock) {
    Path file = folder.resolve("engine.db");
    if (!Files.exists(file)) {
      return List.of();
    }
    var stages = new LinkedHashMap<Name, Counts>();
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(10_000);
    try (var sql = new Statements(config.createConnection("jdbc:sqlite:" + file))) {
      sql.each(HEAPS, row -> count(stages, row));
    } catch (SQLException e) {
      throw new EngineUnavailableException("the engine's file " + file + " cannot be read", e);
    }
    Instant now = clock.instant();
    var gauges = new ArrayList<StageGauge>(stages.size());
    for (Map.Entry<Name, Counts> each : stages.entrySet()) {
      gauges.add(gauge(each.getKey(), each.getValue(), now));
    }
    return gauges;
  }

  private static void count(Map<Name, Counts> stages, ResultSet row) throws SQLException {
    var name = new Name(row.getString(1), row.getString(2));
    Counts counts = stages.computeIfAbsent(name, n -> new Counts());
    ChunkStatus status = ChunkStatus.of(row.getInt(3));
    counts.counts[status.place] += row.getLong(5);
    if (status == ChunkStatus.READY) {
      counts.ages.add(row.getInt(4), row.getLong(6), row.getLong(5));
    }
  }

  private static StageGauge gauge(Name name, Counts counts, Instant now) {
    List<Ages.Stood> ages = counts.ages.stood();
    long oldest = ages.stream().mapToLong(Ages.Stood::oldest).min().orElse(Long.MAX_VALUE);
    return new StageGauge(
        name.pipeline(),
        name.stage(),
        counts.counts[ChunkStatus.READY.place],
        counts.counts[ChunkStatus.DELAYED.place],
        counts.counts[ChunkStatus.RUNNING.place],
        counts.counts[ChunkStatus.DEAD.place],
        Micros.since(oldest, now),
        ages.stream().map(each -> each.waiting(now)).toList());
  }
}
