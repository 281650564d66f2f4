package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one sealed part. One thread at a time. */
final class PartReader implements AutoCloseable {
  /** Boxes with more rows than this are read in the order of rows, not through a list of them. */
  private static final int MOST_LISTED = 4_000;

  private static final String ROW = "SELECT f.fid, f.feature_id, f.properties, f.geom FROM ";
  private static final String NEXT = ROW + "features f WHERE fid > ? ORDER BY fid";
  private static final String ONE = ROW + "features f WHERE fid = ?";
  private static final String MEETS = "r.maxx >= ? AND r.minx <= ? AND r.maxy >= ? AND r.miny <= ?";
  private static final String LISTED =
      "SELECT id FROM rtree_features_geom r WHERE " + MEETS + " LIMIT " + (MOST_LISTED + 1);
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
    long[] listed = listed(within);
    if (listed.length > MOST_LISTED) {
      Rows exact = row -> !row.bounds().meets(within) || rows.take(row);
      offer(
          part.bound(WALKED, after, within.minX(), within.maxX(), within.minY(), within.maxY()),
          exact);
    } else {
      offerListed(listed, after, within, rows);
    }
  }

  private long[] listed(Bounds within) throws SQLException {
    var fids = new long[64];
    int n = 0;
    PreparedStatement statement =
        part.bound(LISTED, within.minX(), within.maxX(), within.minY(), within.maxY());
    try (ResultSet results = statement.executeQuery()) {
      while (results.next()) {
        if (n == fids.length) {
          fids = Arrays.copyOf(fids, 2 * n);
        }
        fids[n++] = results.getLong(1);
      }
    }
    Arrays.sort(fids, 0, n);
    return Arrays.copyOf(fids, n);
  }

  private void offerListed(long[] fids, long after, Bounds within, Rows rows)
      throws SQLException, IOException {
    int found = Arrays.binarySearch(fids, after);
    for (int i = found < 0 ? -found - 1 : found + 1; i < fids.length; i++) {
      try (ResultSet results = part.bound(ONE, fids[i]).executeQuery()) {
        if (results.next()) {
          FeatureRow row = row(results);
          if (row.bounds().meets(within) && !rows.take(row)) {
            return;
          }
        }
      }
    }
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
