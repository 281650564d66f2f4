package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureCollections.Described;
import dev.penstock.geometry.store.FeatureCollections.Page;
import dev.penstock.geometry.store.FeatureCollections.Query;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads pages of features: part by part in the order of their jobs, row by row in a part. */
final class Items {
  private static final String MANIFEST =
      "SELECT "
          + Member.COLUMNS
          + """
           FROM part
            WHERE collection = ?1 AND since <= ?2 AND until > ?2 AND (job, round) >= (?3, ?4)
              AND (?5 IS NULL OR (max_x >= ?5 AND min_x <= ?6 AND max_y >= ?7 AND min_y <= ?8))
            ORDER BY job, round
          """;

  private final Sqlite catalog;
  private final PartReaders readers;

  /**
   * @param catalog inside a read transaction that lasts for the page
   */
  Items(Sqlite catalog, PartReaders readers) {
    this.catalog = catalog;
    this.readers = readers;
  }

  Page read(Query query) throws SQLException, IOException {
    Optional<Described> head = Descriptions.head(catalog, query.collection());
    if (head.isEmpty()) {
      return new Page.NoSuchCollection();
    }
    if (query.cursor().isEmpty()) {
      return page(query, head.get(), new Cursor(head.get().generation(), 0, 0), null);
    }
    Optional<Cursor> cursor = Cursor.of(query.cursor());
    if (cursor.isEmpty()) {
      return new Page.BadCursor();
    }
    Cursor at = cursor.get();
    Optional<Described> pinned = Descriptions.at(catalog, query.collection(), at.generation());
    Optional<Member> part = member(query.collection(), at);
    return pinned.isEmpty() || part.isEmpty()
        ? new Page.BadCursor()
        : page(query, pinned.get(), at, part.get());
  }

  private Optional<Member> member(String collection, Cursor at) throws SQLException {
    return catalog.first(
        "SELECT "
            + Member.COLUMNS
            + " FROM part WHERE id = ? AND collection = ? AND since <= ? AND until > ?",
        Member::of,
        at.part(),
        collection,
        at.generation(),
        at.generation());
  }

  private Page page(Query query, Described pinned, Cursor at, @Nullable Member first)
      throws SQLException, IOException {
    var rows = new PageRows(catalog, query, pinned.generation());
    for (Member part : members(query, pinned, first)) {
      if (rows.full()) {
        break;
      }
      long after = first != null && part.id() == first.id() ? at.fid() : 0;
      rows.from(part);
      readers.with(part.name(), reader -> reader.read(after, query.within(), rows));
    }
    return new Page.Found(pinned, rows.taken(), rows.places(), rows.next());
  }

  /** The manifest from a part on, without parts that lie outside the box. */
  private List<Member> members(Query query, Described pinned, @Nullable Member first)
      throws SQLException {
    // The boxes of parts are those of the newest generation: older ones may have seen more.
    Bounds box = newest(pinned) ? query.within() : null;
    return catalog.all(
        MANIFEST,
        Member::of,
        query.collection(),
        pinned.generation(),
        first == null ? "" : first.name().job().value(),
        first == null ? 0 : first.name().round(),
        box == null ? null : box.minX(),
        box == null ? null : box.maxX(),
        box == null ? null : box.minY(),
        box == null ? null : box.maxY());
  }

  private boolean newest(Described pinned) throws SQLException {
    return Descriptions.head(catalog, pinned.id()).orElseThrow().generation()
        == pinned.generation();
  }
}
