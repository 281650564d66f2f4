package dev.penstock.store.embedded;

import dev.penstock.geometry.store.FeatureCollections.Described;
import dev.penstock.geometry.store.FeatureCollections.Page;
import dev.penstock.geometry.store.FeatureCollections.Properties;
import dev.penstock.geometry.store.FeatureCollections.Property;
import dev.penstock.geometry.store.FeatureCollections.Query;
import dev.penstock.geometry.store.FeatureCollections.Wanted;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds single features of a collection, and what they have. Newer parts are asked first. */
final class OneItem {
  private static final String NEWEST_FIRST =
      "SELECT "
          + Member.COLUMNS
          + " FROM part WHERE collection = ? AND until = ? ORDER BY job DESC, round DESC";

  private final Sqlite catalog;
  private final PartReaders readers;

  /**
   * @param catalog inside a read transaction that lasts for the whole question
   */
  OneItem(Sqlite catalog, PartReaders readers) {
    this.catalog = catalog;
    this.readers = readers;
  }

  Page find(String collection, Wanted wanted) throws SQLException, IOException {
    Optional<Described> head = Descriptions.head(catalog, collection);
    if (head.isEmpty()) {
      return new Page.NoSuchCollection();
    }
    Optional<Cursor> place = Cursor.of(wanted.place());
    var rows = new PageRows(catalog, new Query(collection, null, "", 1), head.get().generation());
    for (Member part : members(collection)) {
      rows.from(part);
      readers.with(
          part.name(),
          reader -> {
            if (place.isPresent() && place.get().part() == part.id()) {
              reader.byNumber(place.get().fid(), rows);
            } else {
              reader.byId(wanted.ids(), rows);
            }
          });
      if (!rows.taken().isEmpty()) {
        break;
      }
    }
    return new Page.Found(head.get(), rows.taken(), rows.places(), "");
  }

  Properties properties(String collection) throws SQLException, IOException {
    Map<String, Property> known = new LinkedHashMap<>();
    boolean[] all = {true};
    for (Member part : members(collection)) {
      readers.with(
          part.name(),
          reader -> {
            all[0] &= !reader.columnsCut();
            for (Property property : reader.properties()) {
              known.merge(property.name(), property, OneItem::wider);
            }
          });
    }
    return new Properties(List.copyOf(known.values()), all[0]);
  }

  private static Property wider(Property one, Property other) {
    return one.type().equals(other.type()) ? one : new Property(one.name(), "string");
  }

  private List<Member> members(String collection) throws SQLException {
    return catalog.all(NEWEST_FIRST, Member::of, collection, Catalog.NEVER);
  }
}
