package dev.penstock.store.embedded.farm;

import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.store.FarmStates;
import dev.penstock.ndvi.store.FarmView.State;
import dev.penstock.ndvi.store.Finding;
import dev.penstock.ndvi.store.Observation;
import dev.penstock.ndvi.store.Rules;
import dev.penstock.store.embedded.Sqlite;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Rows of states, worked out anew whenever something changes that they depend on. */
final class StateRows {
  private static final JsonMapper JSON = JsonMapper.shared();

  private StateRows() {}

  /** What a state depends on besides observations. */
  private record Marks(
      long checked, byte @Nullable [] trouble, @Nullable String troubleJob, byte[] rules) {}

  static Optional<State> read(Sqlite sqlite, String tenant, String farm) throws SQLException {
    return sqlite.first(
        "SELECT status, stale_after, body, job FROM state WHERE tenant = ? AND farm = ?",
        row -> new State(row.getString(1), row.getLong(2), row.getBytes(3), row.getString(4)),
        tenant,
        farm);
  }

  /** A farm that is new, or has another boundary: nothing is known of it. */
  static void begin(Sqlite sqlite, String tenant, Farm farm, Rules rules, long now)
      throws SQLException {
    sqlite.change(
        """
        INSERT OR REPLACE INTO state (tenant, farm, status, stale_after, body, job, checked,
          trouble, trouble_job, rules)
        VALUES (?, ?, '', 0, x'', NULL, 0, NULL, NULL, ?)
        """,
        tenant,
        farm.id(),
        JSON.writeValueAsBytes(rules));
    renew(sqlite, tenant, farm, now);
  }

  /** The rules by which the next states are worked out. */
  static void rule(Sqlite sqlite, String tenant, String farm, Rules rules) throws SQLException {
    sqlite.change(
        "UPDATE state SET rules = ? WHERE tenant = ? AND farm = ?",
        JSON.writeValueAsBytes(rules),
        tenant,
        farm);
  }

  /** No scene could be looked for. */
  static void trouble(
      Sqlite sqlite, String tenant, String farm, Finding.Failure failure, String job)
      throws SQLException {
    sqlite.change(
        "UPDATE state SET trouble = ?, trouble_job = ? WHERE tenant = ? AND farm = ?",
        JSON.writeValueAsBytes(failure),
        job,
        tenant,
        farm);
  }

  /** A job has looked at a farm; older troubles are over. */
  static void checked(Sqlite sqlite, String tenant, String farm, String job, long checked)
      throws SQLException {
    sqlite.change(
        """
        UPDATE state SET checked = max(checked, CASE WHEN trouble_job = ?1 THEN 0 ELSE ?2 END),
          trouble = CASE WHEN trouble_job = ?1 THEN trouble END,
          job = CASE WHEN job = ?1 THEN NULL ELSE job END
        WHERE tenant = ?3 AND farm = ?4
        """,
        job,
        checked,
        tenant,
        farm);
  }

  /** A job has ended; why it did so counts where it has not said more of the farm. */
  static void ended(Sqlite sqlite, String tenant, String farm, Finding.Failure failure, String job)
      throws SQLException {
    sqlite.change(
        """
        UPDATE state SET job = NULL,
          trouble = CASE WHEN trouble_job = ?1 AND trouble IS NOT NULL THEN trouble ELSE ?2 END,
          trouble_job = ?1
        WHERE tenant = ?3 AND farm = ?4
        """,
        job,
        JSON.writeValueAsBytes(failure),
        tenant,
        farm);
  }

  /** Farms whose states say that this job looks at them. */
  static List<String> held(Sqlite sqlite, String tenant, String job) throws SQLException {
    return sqlite.all(
        "SELECT farm FROM state WHERE job = ? AND tenant = ?",
        row -> row.getString(1),
        job,
        tenant);
  }

  /** Works a state out anew. */
  static void renew(Sqlite sqlite, String tenant, Farm farm, long now) throws SQLException {
    Optional<Marks> marks =
        sqlite.first(
            "SELECT checked, trouble, trouble_job, rules FROM state WHERE tenant = ? AND farm = ?",
            row -> new Marks(row.getLong(1), row.getBytes(2), row.getString(3), row.getBytes(4)),
            tenant,
            farm.id());
    if (marks.isEmpty()) {
      return;
    }
    Rules rules = JSON.readValue(marks.get().rules(), Rules.class);
    List<Observation> recent =
        ObservationRows.recent(
            sqlite,
            tenant,
            farm.id(),
            farm.version(),
            rules.indexes().getFirst(),
            FarmStates.RECENT);
    byte[] trouble = marks.get().trouble();
    var standing =
        FarmStates.of(
            new FarmStates.Known(
                farm,
                recent,
                trouble == null ? null : JSON.readValue(trouble, Finding.Failure.class),
                marks.get().checked(),
                rules,
                now));
    sqlite.change(
        "UPDATE state SET status = ?, stale_after = ?, body = ? WHERE tenant = ? AND farm = ?",
        standing.status(),
        standing.staleAfter(),
        standing.body(),
        tenant,
        farm.id());
  }
}
