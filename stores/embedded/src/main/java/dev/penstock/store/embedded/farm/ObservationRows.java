package dev.penstock.store.embedded.farm;

import dev.penstock.ndvi.scene.SceneOrder;
import dev.penstock.ndvi.store.FarmView.Picture;
import dev.penstock.ndvi.store.FarmView.Span;
import dev.penstock.ndvi.store.Figure;
import dev.penstock.ndvi.store.Finding;
import dev.penstock.ndvi.store.Observation;
import dev.penstock.ndvi.store.ObservationStore.Writer;
import dev.penstock.ndvi.store.Rules;
import dev.penstock.store.embedded.Sqlite;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Rows of observations, and the pictures beside them. */
final class ObservationRows {
  private static final JsonMapper JSON = JsonMapper.shared();

  private ObservationRows() {}

  /** Keeps a finding of a scene, by all indices. */
  static void put(Sqlite sqlite, Writer writer, String tenant, Finding finding, Rules rules)
      throws SQLException {
    SceneOrder.Facts scene = finding.scene();
    if (scene == null) {
      return;
    }
    for (String index : rules.indexes()) {
      Optional<Figure> figure =
          finding.figures().stream().filter(each -> each.index().equals(index)).findFirst();
      var observation =
          new Observation(
              finding.farm(),
              finding.version(),
              index,
              scene,
              figure.orElse(null),
              finding.failure(),
              writer.job().value());
      put(sqlite, writer.fence(), tenant, observation);
    }
    byte[] chip = finding.chip();
    if (chip != null && !finding.figures().isEmpty()) {
      put(sqlite, tenant, finding, scene, chip);
    }
  }

  /**
   * A failure never takes the place of figures; of two processings the later one stays, of two
   * measurements of one the later one.
   */
  private static void put(Sqlite sqlite, long fence, String tenant, Observation observation)
      throws SQLException {
    SceneOrder.Facts scene = observation.scene();
    sqlite.change(
        """
        INSERT INTO observation (tenant, farm, version, idx, scene, time, failed, processed, fence,
          body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (tenant, farm, version, idx, scene) DO UPDATE SET time = excluded.time,
          failed = excluded.failed, processed = excluded.processed, fence = excluded.fence,
          body = excluded.body
        WHERE excluded.failed < failed OR (excluded.failed = failed
          AND (excluded.processed > processed
            OR (excluded.processed = processed AND excluded.fence >= fence)))
        """,
        tenant,
        observation.farm(),
        observation.version(),
        observation.index(),
        scene.key(),
        scene.time(),
        observation.failure() == null ? 0 : 1,
        scene.processed(),
        fence,
        JSON.writeValueAsBytes(observation));
  }

  private static void put(
      Sqlite sqlite, String tenant, Finding finding, SceneOrder.Facts scene, byte[] chip)
      throws SQLException {
    Figure first = finding.figures().getFirst();
    sqlite.change(
        """
        INSERT OR REPLACE INTO chip (tenant, farm, version, time, idx, scene, item, valid, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        tenant,
        finding.farm(),
        finding.version(),
        scene.time(),
        first.index(),
        scene.key(),
        scene.item(),
        first.shares().valid(),
        chip);
  }

  /** The newest first. */
  static List<Observation> recent(
      Sqlite sqlite, String tenant, String farm, int version, String index, int most)
      throws SQLException {
    return sqlite.all(
        """
        SELECT body FROM observation
        WHERE tenant = ? AND farm = ? AND version = ? AND idx = ? ORDER BY time DESC LIMIT ?
        """,
        row -> JSON.readValue(row.getBytes(1), Observation.class),
        tenant,
        farm,
        version,
        index,
        most);
  }

  /** In the order of their time, and of their indices. */
  static void read(Sqlite sqlite, Span span, Consumer<Observation> reader) throws SQLException {
    sqlite.all(
        """
        SELECT body FROM observation
        WHERE tenant = ?1 AND farm = ?2 AND version = ?3 AND (?4 = '' OR idx = ?4)
          AND time BETWEEN ?5 AND ?6
        ORDER BY time, scene, idx
        """,
        row -> {
          reader.accept(JSON.readValue(row.getBytes(1), Observation.class));
          return Boolean.TRUE;
        },
        span.tenant(),
        span.farm(),
        span.version(),
        span.index(),
        span.from(),
        span.to());
  }

  /** The last one that shows something, if one does. */
  static @Nullable Picture picture(Sqlite sqlite, Span span) throws SQLException {
    return sqlite
        .first(
            """
            SELECT time, item, body FROM chip
            WHERE tenant = ?1 AND farm = ?2 AND version = ?3 AND time BETWEEN ?5 AND ?6
              AND (?4 = '' OR idx = ?4) AND valid > 0
            ORDER BY time DESC LIMIT 1
            """,
            row -> new Picture(row.getLong(1), row.getString(2), row.getBytes(3)),
            span.tenant(),
            span.farm(),
            span.version(),
            span.index(),
            span.from(),
            span.to())
        .orElse(null);
  }
}
