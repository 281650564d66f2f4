package dev.penstock.store.embedded;

import dev.penstock.geometry.store.FeatureRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Gathers the rows of one page. */
final class PageRows implements PartReader.Rows {
  /** A page of large geometries ends before its limit. */
  private static final long MOST_BYTES = 16 << 20;

  private final Sqlite catalog;
  private final int limit;
  private final long generation;
  private final List<FeatureRow> taken = new ArrayList<>();
  private long part;
  private boolean hides;
  private long bytes;
  private String next = "";
  private String last = "";

  PageRows(Sqlite catalog, int limit, long generation) {
    this.catalog = catalog;
    this.limit = limit;
    this.generation = generation;
  }

  /** The rows that follow are this part's. */
  void from(Member member) {
    part = member.id();
    hides = member.visible() < member.features();
  }

  @Override
  public boolean take(FeatureRow row) throws SQLException {
    if (hides && hidden(row.item() + 1)) {
      return true;
    }
    if (taken.size() == limit || bytes > MOST_BYTES) {
      next = last;
      return false;
    }
    taken.add(row);
    bytes += row.properties().length + (row.wkb() == null ? 0 : row.wkb().length);
    last = new Cursor(generation, part, row.item() + 1).text();
    return true;
  }

  private boolean hidden(long fid) throws SQLException {
    PreparedStatement shadow =
        catalog.bound(
            "SELECT 1 FROM shadow WHERE part = ? AND fid = ? AND since <= ?",
            part,
            fid,
            generation);
    try (ResultSet found = shadow.executeQuery()) {
      return found.next();
    }
  }

  /** Whether a row was offered that has no place on the page. */
  boolean full() {
    return !next.isEmpty();
  }

  List<FeatureRow> taken() {
    return taken;
  }

  /** The cursor of the page after this one; empty when there is none. */
  String next() {
    return next;
  }
}
