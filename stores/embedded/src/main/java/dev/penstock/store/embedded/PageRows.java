package dev.penstock.store.embedded;

import dev.penstock.geometry.store.FeatureCollections.Filter;
import dev.penstock.geometry.store.FeatureCollections.Query;
import dev.penstock.geometry.store.FeatureRow;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Gathers the rows of one page. */
final class PageRows implements PartReader.Rows {
  /** A page of large geometries ends before its limit. */
  private static final long MOST_BYTES = 16 << 20;

  /** So does one whose filter finds little: a page takes a fraction of a second at most. */
  private static final int MOST_REFUSED = 100_000;

  private final Sqlite catalog;
  private final int limit;
  private final Filter filter;
  private final long generation;
  private final List<FeatureRow> taken = new ArrayList<>();
  private final List<String> places = new ArrayList<>();
  private long part;
  private boolean hides;
  private long bytes;
  private int refused;
  private String next = "";
  private String last = "";

  PageRows(Sqlite catalog, Query query, long generation) {
    this.catalog = catalog;
    this.limit = query.limit();
    this.filter = query.filter();
    this.generation = generation;
  }

  /** The rows that follow are this part's. */
  void from(Member member) {
    part = member.id();
    hides = member.visible() < member.features();
  }

  @Override
  public boolean take(FeatureRow row) throws SQLException, IOException {
    if (hides && hidden(row.item() + 1)) {
      return true;
    }
    if (!filter.test(row)) {
      last = new Cursor(generation, part, row.item() + 1).text();
      next = ++refused == MOST_REFUSED ? last : "";
      return next.isEmpty();
    }
    if (taken.size() == limit || bytes > MOST_BYTES) {
      next = last;
      return false;
    }
    taken.add(row);
    places.add(new Cursor(0, part, row.item() + 1).text());
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

  List<String> places() {
    return places;
  }

  /** The cursor of the page after this one; empty when there is none. */
  String next() {
    return next;
  }
}
