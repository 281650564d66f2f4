package dev.penstock.store.embedded.registry;

import dev.penstock.callback.EndpointKey;
import dev.penstock.callback.SecretBook;
import dev.penstock.callback.Signing;
import dev.penstock.callback.SigningSecret;
import dev.penstock.store.embedded.Sqlite;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Signing secrets in the registry's SQLite file. */
final class SqliteSecrets implements SecretBook {
  private final RegistryFile file;

  SqliteSecrets(RegistryFile file) {
    this.file = file;
  }

  @Override
  public Signing of(EndpointKey key, Signing fresh) throws IOException {
    Optional<Signing> known = file.read(sqlite -> find(sqlite, key));
    if (known.isPresent()) {
      return known.get();
    }
    return file.write(
        sqlite -> {
          Optional<Signing> meanwhile = find(sqlite, key);
          if (meanwhile.isEmpty()) {
            put(sqlite, key, fresh);
          }
          return meanwhile.orElse(fresh);
        });
  }

  @Override
  public void set(EndpointKey key, Signing signing) throws IOException {
    file.write(
        sqlite -> {
          put(sqlite, key, signing);
          return Boolean.TRUE;
        });
  }

  private static void put(Sqlite sqlite, EndpointKey key, Signing signing) throws SQLException {
    sqlite.change(
        "INSERT OR REPLACE INTO signing (tenant, endpoint, secret, former, former_until)"
            + " VALUES (?, ?, ?, ?, ?)",
        key.tenant(),
        key.id(),
        signing.current().reveal(),
        signing.former().map(former -> former.secret().reveal()).orElse(null),
        Columns.millis(signing.former().map(Signing.Former::until)));
  }

  private static Optional<Signing> find(Sqlite sqlite, EndpointKey key) throws SQLException {
    return sqlite.first(
        "SELECT * FROM signing WHERE tenant = ? AND endpoint = ?",
        SqliteSecrets::signing,
        key.tenant(),
        key.id());
  }

  private static Signing signing(ResultSet row) throws SQLException {
    String former = row.getString("former");
    return new Signing(
        SigningSecret.parse(row.getString("secret")),
        former == null
            ? Optional.empty()
            : Optional.of(
                new Signing.Former(
                    SigningSecret.parse(former), Columns.moment(row, "former_until"))));
  }
}
