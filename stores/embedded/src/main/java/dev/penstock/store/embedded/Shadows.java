package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Bounds;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Hides the rows of older parts whose ids a newer one has. Runs inside a catalog transaction. */
final class Shadows {
  private final Sqlite catalog;
  private final PartFolder folder;
  private final long generation;

  Shadows(Sqlite catalog, PartFolder folder, long generation) {
    this.catalog = catalog;
    this.folder = folder;
    this.generation = generation;
  }

  /** Of several rows with one id in a part, only the last stays. */
  void hideRepeats(Member part) throws SQLException {
    try (Sqlite rows = Sqlite.openImmutable(folder.file(part.name()))) {
      hide(
          part,
          rows,
          """
          SELECT fid, geom FROM (
              SELECT fid, geom, lead(fid) OVER (PARTITION BY feature_id ORDER BY fid) AS next
                FROM features WHERE feature_id IS NOT NULL)
            WHERE next IS NOT NULL
          """);
    }
  }

  /** Rows of the older part whose id the newer one has are seen no more. */
  void hide(Member older, Member newer) throws SQLException {
    Path file = folder.file(older.name());
    try (Sqlite rows = Sqlite.openImmutable(file, "cache_size = -16000")) {
      rows.change("ATTACH ? AS newer", Sqlite.immutable(folder.file(newer.name())));
      // The smaller part leads, the other answers from its index.
      String join =
          newer.features() <= older.features()
              ? "newer.features n CROSS JOIN main.features o"
              : "main.features o CROSS JOIN newer.features n";
      hide(older, rows, "SELECT o.fid, o.geom FROM " + join + " ON o.feature_id = n.feature_id");
    }
  }

  private void hide(Member part, Sqlite rows, String sql) throws SQLException {
    long hidden = 0;
    boolean edge = false;
    PreparedStatement shadow =
        catalog.prepare("INSERT OR IGNORE INTO shadow (part, fid, since) VALUES (?, ?, ?)");
    try (ResultSet results = rows.prepare(sql).executeQuery()) {
      while (results.next()) {
        shadow.setLong(1, part.id());
        shadow.setLong(2, results.getLong(1));
        shadow.setLong(3, generation);
        hidden += shadow.executeUpdate();
        edge |= onEdge(results.getBytes(2), part.bounds());
      }
    }
    if (hidden > 0) {
      catalog.change("UPDATE part SET visible = visible - ? WHERE id = ?", hidden, part.id());
      if (edge) {
        shrink(part, rows);
      }
    }
  }

  private static boolean onEdge(byte @Nullable [] geometry, Bounds all) {
    if (geometry == null) {
      return false;
    }
    Bounds box = GeometryBlob.bounds(geometry);
    return box.minX() <= all.minX()
        || box.minY() <= all.minY()
        || box.maxX() >= all.maxX()
        || box.maxY() >= all.maxY();
  }

  /** What was hidden touched the edge of the part's box: look at all that is left. */
  private void shrink(Member part, Sqlite rows) throws SQLException {
    Bounds box = Bounds.NONE;
    PreparedStatement shadow = catalog.prepare("SELECT 1 FROM shadow WHERE part = ? AND fid = ?");
    try (ResultSet results =
        rows.prepare("SELECT fid, geom FROM main.features WHERE geom IS NOT NULL").executeQuery()) {
      while (results.next()) {
        shadow.setLong(1, part.id());
        shadow.setLong(2, results.getLong(1));
        try (ResultSet found = shadow.executeQuery()) {
          if (!found.next()) {
            box = box.with(GeometryBlob.bounds(results.getBytes(2)));
          }
        }
      }
    }
    boolean none = box.isNone();
    catalog.change(
        "UPDATE part SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE id = ?",
        none ? null : box.minX(),
        none ? null : box.minY(),
        none ? null : box.maxX(),
        none ? null : box.maxY(),
        part.id());
  }
}
