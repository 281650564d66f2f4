package dev.penstock.engine.sqlite;

import dev.penstock.engine.StageGauge;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All shelves that any plan ever named. Written by the writer thread; anybody reads gauges. */
final class Shelves {
  private record Name(String pipeline, String stage) {}

  private final Statements sql;
  private final Map<Name, Shelf> byName = new LinkedHashMap<>();
  private final Map<Long, Shelf> byId = new LinkedHashMap<>();
  private volatile List<Shelf.Standing> published = List.of();

  Shelves(Statements sql) {
    this.sql = sql;
  }

  /** Forgets all counts, and learns of shelves that are new. */
  void empty() throws SQLException {
    byId.values().forEach(Shelf::empty);
    List<Shelf> stored =
        sql.list(
            "SELECT id, pipeline, stage FROM shelf ORDER BY id",
            row -> new Shelf(row.getLong(1), row.getString(2), row.getString(3)));
    for (Shelf shelf : stored) {
      if (!byId.containsKey(shelf.id)) {
        put(shelf);
      }
    }
  }

  private void put(Shelf shelf) {
    byName.put(new Name(shelf.pipeline, shelf.stage), shelf);
    byId.put(shelf.id, shelf);
  }

  @Nullable Shelf find(String pipeline, String stage) {
    return byName.get(new Name(pipeline, stage));
  }

  Shelf byId(long id) {
    Shelf shelf = byId.get(id);
    if (shelf == null) {
      throw new IllegalStateException("no shelf " + id);
    }
    return shelf;
  }

  Collection<Shelf> all() {
    return byId.values();
  }

  Shelf findOrAdd(String pipeline, String stage, Batch batch) throws SQLException {
    Shelf known = find(pipeline, stage);
    if (known != null) {
      return known;
    }
    long id =
        sql.number(
            "INSERT INTO shelf(pipeline, stage) VALUES (?, ?) RETURNING id", pipeline, stage);
    var shelf = new Shelf(id, pipeline, stage);
    put(shelf);
    batch.onUndo(
        () -> {
          byName.remove(new Name(pipeline, stage));
          byId.remove(id);
        });
    return shelf;
  }

  /** Makes a committed batch's counts visible. */
  void keep() {
    boolean changed = byId.size() != published.size();
    for (Shelf shelf : byId.values()) {
      changed |= shelf.keep();
    }
    if (changed) {
      var standings = new ArrayList<Shelf.Standing>(byId.size());
      byId.values().forEach(shelf -> standings.add(shelf.standing()));
      published = standings;
    }
  }

  void forget() {
    byId.values().forEach(Shelf::forget);
  }

  /** Whether a claim could find something, as of the last commit. For any thread. */
  boolean anyReady(String pipeline, String stage) {
    for (Shelf.Standing standing : published) {
      if (standing.shelf().stage.equals(stage) && standing.shelf().pipeline.equals(pipeline)) {
        return standing.ready() > 0;
      }
    }
    return false;
  }

  List<StageGauge> gauges(Instant now) {
    return published.stream().map(standing -> standing.gauge(now)).toList();
  }
}
