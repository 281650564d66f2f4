package dev.penstock.store.embedded.registry;

import dev.penstock.access.ApiKey;
import dev.penstock.access.KeyBook;
import dev.penstock.access.Scope;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** API keys in the registry's SQLite file. */
final class SqliteKeys implements KeyBook {
  private final RegistryFile file;

  SqliteKeys(RegistryFile file) {
    this.file = file;
  }

  @Override
  public void add(ApiKey key) throws IOException {
    file.write(
        sqlite ->
            sqlite.change(
                """
                INSERT INTO api_key (id, tenant, name, scopes, hash, created, expires, revoked, used)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                key.id(),
                key.tenant(),
                key.name(),
                Columns.joined(key.scopes(), Scope::name),
                key.hash(),
                key.life().created().toEpochMilli(),
                Columns.millis(key.life().expires()),
                Columns.millis(key.life().revoked()),
                Columns.millis(key.life().used())));
  }

  @Override
  public Optional<ApiKey> get(String id) throws IOException {
    return file.read(
        sqlite -> sqlite.first("SELECT * FROM api_key WHERE id = ?", SqliteKeys::key, id));
  }

  @Override
  public List<ApiKey> list(Optional<String> tenant) throws IOException {
    return file.read(
        sqlite ->
            sqlite.all(
                "SELECT * FROM api_key WHERE ?1 IS NULL OR tenant = ?1 ORDER BY number",
                SqliteKeys::key,
                tenant.orElse(null)));
  }

  @Override
  public boolean revoke(String id, Instant at) throws IOException {
    return file.write(
            sqlite ->
                sqlite.change(
                    "UPDATE api_key SET revoked = ? WHERE id = ? AND revoked IS NULL",
                    at.toEpochMilli(),
                    id))
        == 1;
  }

  @Override
  public void expire(String id, Instant at) throws IOException {
    file.write(
        sqlite ->
            sqlite.change(
                "UPDATE api_key SET expires = min(coalesce(expires, ?1), ?1) WHERE id = ?2",
                at.toEpochMilli(),
                id));
  }

  @Override
  public void used(String id, Instant at) throws IOException {
    file.write(
        sqlite -> sqlite.change("UPDATE api_key SET used = ? WHERE id = ?", at.toEpochMilli(), id));
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    return new ApiKey(
        row.getString("id"),
        row.getString("tenant"),
        row.getString("name"),
        Columns.split(row.getString("scopes"), Scope::valueOf),
        row.getString("hash"),
        new ApiKey.Life(
            Columns.moment(row, "created"),
            Columns.maybe(row, "expires"),
            Columns.maybe(row, "revoked"),
            Columns.maybe(row, "used")));
  }
}
