package dev.penstock.store.embedded.farm;

import dev.penstock.ndvi.farm.Boundary;
import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.farm.FarmDraft;
import dev.penstock.ndvi.store.FarmBook.Change;
import dev.penstock.ndvi.store.FarmBook.Kept;
import dev.penstock.store.embedded.Sqlite;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rows of farms. */
final class FarmRows {
  private static final String COLUMNS =
      "id, version, name, active, threshold, alert_drop, alert_days, area, wkb";

  private FarmRows() {}

  private record Version(int number, String digest) {}

  static Kept put(Sqlite sqlite, String tenant, FarmDraft draft) throws SQLException {
    String digest = draft.boundary().digest();
    Optional<Version> before =
        sqlite.first(
            "SELECT version, digest FROM farm WHERE tenant = ? AND id = ?",
            row -> new Version(row.getInt(1), row.getString(2)),
            tenant,
            draft.id());
    boolean same = before.isPresent() && before.get().digest().equals(digest);
    int version = before.map(known -> known.number() + (same ? 0 : 1)).orElse(1);
    sqlite.change(
        """
        INSERT OR REPLACE INTO farm (tenant, id, version, name, active, threshold, alert_drop,
          alert_days, area, digest, wkb)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        tenant,
        draft.id(),
        version,
        draft.name(),
        draft.active() ? 1 : 0,
        draft.threshold().orElse(null),
        draft.alerts().drop(),
        draft.alerts().days(),
        draft.boundary().squareMetres(),
        digest,
        draft.boundary().wkb());
    Change change = before.isEmpty() ? Change.CREATED : same ? Change.SAME : Change.MOVED;
    return new Kept(new Farm(draft, version), change);
  }

  static Optional<Farm> one(Sqlite sqlite, String tenant, String id) throws SQLException {
    return sqlite.first(
        "SELECT " + COLUMNS + " FROM farm WHERE tenant = ? AND id = ?", FarmRows::farm, tenant, id);
  }

  static List<Farm> page(Sqlite sqlite, String tenant, String after, int limit, boolean activeOnly)
      throws SQLException {
    return sqlite.all(
        "SELECT "
            + COLUMNS
            + " FROM farm WHERE tenant = ? AND id > ? AND active >= ? ORDER BY id LIMIT ?",
        FarmRows::farm,
        tenant,
        after,
        activeOnly ? 1 : 0,
        limit);
  }

  private static Farm farm(ResultSet row) throws SQLException {
    double threshold = row.getDouble(5);
    Optional<Double> own = row.wasNull() ? Optional.empty() : Optional.of(threshold);
    return new Farm(
        new FarmDraft(
            row.getString(1),
            row.getString(3),
            new Boundary(row.getBytes(9), row.getDouble(8)),
            row.getInt(4) == 1,
            own,
            new FarmDraft.Alerts(row.getDouble(6), row.getInt(7))),
        row.getInt(2));
  }

  static boolean remove(Sqlite sqlite, String tenant, String id) throws SQLException {
    for (String table : List.of("observation", "chip", "state", "looked")) {
      sqlite.change("DELETE FROM %s WHERE tenant = ? AND farm = ?".formatted(table), tenant, id);
    }
    return sqlite.change("DELETE FROM farm WHERE tenant = ? AND id = ?", tenant, id) == 1;
  }
}
