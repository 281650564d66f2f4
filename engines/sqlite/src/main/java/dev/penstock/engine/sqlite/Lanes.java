package dev.penstock.engine.sqlite;

import dev.penstock.engine.StageGauge;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All lanes that any plan ever named. Written by the writer thread; gauges are read by anybody. */
final class Lanes {
  private final Statements sql;
  private final Map<String, Lane> byName = new LinkedHashMap<>();
  private final Map<Long, Lane> byId = new LinkedHashMap<>();
  private volatile List<Lane.Standing> published = List.of();

  Lanes(Statements sql) throws SQLException {
    this.sql = sql;
    recount();
  }

  /** Outside of transactions. */
  void recount() throws SQLException {
    byId.values().forEach(Lane::empty);
    List<Lane> stored =
        sql.list(
            "SELECT id, pipeline, stage FROM lane ORDER BY id",
            row -> new Lane(row.getLong(1), row.getString(2), row.getString(3)));
    for (Lane lane : stored) {
      if (!byId.containsKey(lane.id)) {
        put(lane);
      }
    }
    sql.list(
        "SELECT lane, status, CASE status WHEN 2 THEN since END, count(*) FROM chunk"
            + " GROUP BY 1, 2, 3",
        row -> {
          Lane lane = byId(row.getLong(1));
          ChunkStatus status = ChunkStatus.of(row.getInt(2));
          if (status == ChunkStatus.READY) {
            lane.addReady(row.getLong(3), row.getLong(4));
          } else {
            lane.add(status, row.getLong(4));
          }
          return lane;
        });
    keep();
  }

  private void put(Lane lane) {
    byName.put(lane.pipeline + "/" + lane.stage, lane);
    byId.put(lane.id, lane);
  }

  @Nullable Lane find(String pipeline, String stage) {
    return byName.get(pipeline + "/" + stage);
  }

  Lane byId(long id) {
    Lane lane = byId.get(id);
    if (lane == null) {
      throw new IllegalStateException("no lane " + id);
    }
    return lane;
  }

  Lane findOrAdd(String pipeline, String stage, Batch batch) throws SQLException {
    Lane known = find(pipeline, stage);
    if (known != null) {
      return known;
    }
    long id =
        sql.number("INSERT INTO lane(pipeline, stage) VALUES (?, ?) RETURNING id", pipeline, stage);
    var lane = new Lane(id, pipeline, stage);
    put(lane);
    batch.onUndo(
        () -> {
          byName.remove(pipeline + "/" + stage);
          byId.remove(id);
        });
    return lane;
  }

  /** Makes a committed batch's counts visible. */
  void keep() {
    boolean changed = byId.size() != published.size();
    for (Lane lane : byId.values()) {
      changed |= lane.keep();
    }
    if (changed) {
      var standings = new ArrayList<Lane.Standing>(byId.size());
      byId.values().forEach(lane -> standings.add(lane.standing()));
      published = standings;
    }
  }

  void forget() {
    byId.values().forEach(Lane::forget);
  }

  /** Whether a claim could find something, as of the last commit. For any thread. */
  boolean anyReady(String pipeline, String stage) {
    for (Lane.Standing standing : published) {
      if (standing.lane().stage.equals(stage) && standing.lane().pipeline.equals(pipeline)) {
        return standing.ready() > 0;
      }
    }
    return false;
  }

  List<StageGauge> gauges(Instant now) {
    return published.stream().map(standing -> standing.gauge(now)).toList();
  }
}
