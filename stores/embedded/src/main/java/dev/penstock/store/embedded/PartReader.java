package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureCollections.Property;
import dev.penstock.geometry.store.FeatureRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one sealed part. One thread at a time. */
final class PartReader implements AutoCloseable {
  /**
   * Boxes with more rows than this are read in the order of rows; of smaller ones the index lists
   * the rows. Of a million rows both take as long then.
   */
  private static final int MOST_LISTED = 30_000;

  /** Rows that the index lists at first; then four times as many, and so on. */
  private static final int FIRST_LIST = 256;

  private static final String ROW = "SELECT f.fid, f.feature_id, f.properties, f.geom FROM ";
  private static final String NEXT = ROW + "features f WHERE fid > ? ORDER BY fid";
  private static final String MEETS = "r.maxx >= ? AND r.minx <= ? AND r.maxy >= ? AND r.miny <= ?";
  private static final String COUNTED =
      "SELECT count(*) FROM (SELECT 1 FROM rtree_features_geom r WHERE "
          + MEETS
          + " LIMIT "
          + (MOST_LISTED + 1)
          + ")";
  private static final String LISTED =
      ROW
          + "(SELECT r.id AS id FROM rtree_features_geom r WHERE "
          + MEETS
          + " AND r.id > ? ORDER BY r.id LIMIT ?) l CROSS JOIN features f ON f.fid = l.id"
          + " ORDER BY l.id";
  private static final String WALKED =
      ROW
          + """
          rtree_features_geom_rowid w
            CROSS JOIN rtree_features_geom r ON r.id = w.rowid
            CROSS JOIN features f ON f.fid = w.rowid
          WHERE w.rowid > ? AND
          """
          + MEETS
          + " ORDER BY w.rowid";

  private final Sqlite part;

  PartReader(Path file) throws SQLException {
    this.part = Sqlite.openImmutable(file, "query_only = ON", "cache_size = -2000");
  }

  /** Offers rows after a row, in order, until there are no more or none are wanted. */
  void read(long after, @Nullable Bounds within, Rows rows) throws SQLException, IOException {
    if (within == null) {
      offer(part.bound(NEXT, after), rows);
      return;
    }
    Rows exact = row -> !row.bounds().meets(within) || rows.take(row);
    if (counted(within) > MOST_LISTED) {
      offer(
          part.bound(WALKED, after, within.minX(), within.maxX(), within.minY(), within.maxY()),
          exact);
    } else {
      offerListed(after, within, exact);
    }
  }

  private int counted(Bounds within) throws SQLException {
    return part.first(
            COUNTED,
            row -> row.getInt(1),
            within.minX(),
            within.maxX(),
            within.minY(),
            within.maxY())
        .orElseThrow();
  }

  private void offerListed(long after, Bounds within, Rows rows) throws SQLException, IOException {
    long last = after;
    for (int limit = FIRST_LIST; ; limit *= 4) {
      PreparedStatement list =
          part.bound(
              LISTED, within.minX(), within.maxX(), within.minY(), within.maxY(), last, limit);
      int seen = 0;
      try (ResultSet results = list.executeQuery()) {
        while (results.next()) {
          last = results.getLong(1);
          seen++;
          if (!rows.take(row(results))) {
            return;
          }
        }
      }
      if (seen < limit) {
        return;
      }
    }
  }

  /** The rows of these ids, in order. */
  void byId(List<String> ids, Rows rows) throws SQLException, IOException {
    for (String id : ids) {
      offer(part.bound(ROW + "features f WHERE feature_id = ? ORDER BY fid DESC", id), rows);
    }
  }

  /** The row of a number, if it is there. */
  void byNumber(long fid, Rows rows) throws SQLException, IOException {
    offer(part.bound(ROW + "features f WHERE fid = ?", fid), rows);
  }

  /** The columns that properties have become, with their SQL types. */
  List<Property> properties() throws SQLException {
    return part.all(
        """
        SELECT name, type FROM pragma_table_xinfo('features')
          WHERE name NOT IN ('fid', 'feature_id', 'properties', 'geom')
        """,
        row -> new Property(row.getString(1), jsonType(row.getString(2))));
  }

  /** Whether some properties have no column. */
  boolean columnsCut() throws SQLException {
    return SealNote.columnsCut(part);
  }

  private static String jsonType(String type) {
    return switch (type) {
      case "INTEGER" -> "integer";
      case "REAL" -> "number";
      case "BOOLEAN" -> "boolean";
      default -> "string";
    };
  }

  private static void offer(PreparedStatement statement, Rows rows)
      throws SQLException, IOException {
    try (ResultSet results = statement.executeQuery()) {
      while (results.next()) {
        if (!rows.take(row(results))) {
          return;
        }
      }
    }
  }

  static FeatureRow row(ResultSet results) throws SQLException {
    byte @Nullable [] geometry = results.getBytes(4);
    return new FeatureRow(
        results.getLong(1) - 1,
        results.getString(2),
        geometry == null ? null : GeometryBlob.wkb(geometry),
        geometry == null ? Bounds.NONE : GeometryBlob.bounds(geometry),
        results.getBytes(3));
  }

  @Override
  public void close() throws SQLException {
    part.close();
  }

  /** Takes rows. */
  @FunctionalInterface
  interface Rows {
    /** Whether more are wanted. */
    boolean take(FeatureRow row) throws SQLException, IOException;
  }
}
