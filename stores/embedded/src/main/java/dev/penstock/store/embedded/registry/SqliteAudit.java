package dev.penstock.store.embedded.registry;

import dev.penstock.access.AuditBook;
import dev.penstock.access.AuditLine;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The audit log in the registry's SQLite file. */
final class SqliteAudit implements AuditBook {
  private final RegistryFile file;

  SqliteAudit(RegistryFile file) {
    this.file = file;
  }

  @Override
  public void note(AuditLine line) throws IOException {
    file.write(
        sqlite ->
            sqlite.change(
                "INSERT INTO audit (at, tenant, key, action, target, status)"
                    + " VALUES (?, ?, ?, ?, ?, ?)",
                line.at().toEpochMilli(),
                line.tenant(),
                line.key(),
                line.action(),
                line.target(),
                line.status()));
  }

  @Override
  public List<Numbered> list(Optional<String> tenant, Optional<Long> before, int limit)
      throws IOException {
    return file.read(
        sqlite ->
            sqlite.all(
                """
                SELECT * FROM audit WHERE (?1 IS NULL OR tenant = ?1) AND number < ?2
                ORDER BY number DESC LIMIT ?3
                """,
                SqliteAudit::numbered,
                tenant.orElse(null),
                before.orElse(Long.MAX_VALUE),
                limit));
  }

  @Override
  public int expire(Instant before) throws IOException {
    return file.write(
        sqlite -> sqlite.change("DELETE FROM audit WHERE at < ?", before.toEpochMilli()));
  }

  private static Numbered numbered(ResultSet row) throws SQLException {
    return new Numbered(
        row.getLong("number"),
        new AuditLine(
            Columns.moment(row, "at"),
            row.getString("tenant"),
            row.getString("key"),
            row.getString("action"),
            row.getString("target"),
            row.getInt("status")));
  }
}
