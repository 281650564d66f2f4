package dev.penstock.store.embedded.registry;

import dev.penstock.callback.Endpoint;
import dev.penstock.callback.EndpointKey;
import dev.penstock.callback.EventType;
import dev.penstock.callback.Format;
import dev.penstock.callback.Standing;
import dev.penstock.callback.Subscription;
import dev.penstock.callback.SubscriptionBook;
import java.io.IOException;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Subscriptions in the registry's SQLite file. */
final class SqliteSubscriptions implements SubscriptionBook {
  private final RegistryFile file;

  SqliteSubscriptions(RegistryFile file) {
    this.file = file;
  }

  @Override
  public void put(Subscription subscription) throws IOException {
    EndpointKey key = subscription.key();
    file.write(
        sqlite ->
            sqlite.change(
                """
                INSERT OR REPLACE INTO subscription (tenant, id, target, types, pipelines, format,
                  enabled, since, failures, failing_since, disabled)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, NULL, NULL)
                """,
                key.tenant(),
                key.id(),
                subscription.target().toString(),
                Columns.joined(subscription.types(), EventType::name),
                Columns.joined(subscription.pipelines(), Function.identity()),
                subscription.format().name(),
                subscription.enabled() ? 1 : 0,
                subscription.since().toEpochMilli()));
  }

  @Override
  public Optional<Endpoint> get(EndpointKey key) throws IOException {
    return file.read(
        sqlite ->
            sqlite.first(
                "SELECT * FROM subscription WHERE tenant = ? AND id = ?",
                SqliteSubscriptions::endpoint,
                key.tenant(),
                key.id()));
  }

  @Override
  public List<Endpoint> list(String tenant, String after, int limit) throws IOException {
    return file.read(
        sqlite ->
            sqlite.all(
                "SELECT * FROM subscription WHERE tenant = ? AND id > ? ORDER BY id LIMIT ?",
                SqliteSubscriptions::endpoint,
                tenant,
                after,
                limit));
  }

  @Override
  public List<Subscription> open() throws IOException {
    return file.read(
        sqlite ->
            sqlite.all(
                "SELECT * FROM subscription WHERE enabled = 1 AND disabled IS NULL"
                    + " ORDER BY tenant, id",
                row -> endpoint(row).subscription()));
  }

  @Override
  public boolean remove(EndpointKey key) throws IOException {
    return file.write(
        sqlite -> {
          sqlite.change(
              "DELETE FROM signing WHERE tenant = ? AND endpoint = ?", key.tenant(), key.id());
          return sqlite.change(
                  "DELETE FROM subscription WHERE tenant = ? AND id = ?", key.tenant(), key.id())
              == 1;
        });
  }

  @Override
  public void well(EndpointKey key) throws IOException {
    // Most deliveries come through, and most of them change nothing here: that is read, not
    // written.
    boolean failing =
        get(key).map(Endpoint::standing).filter(standing -> standing.failures() > 0).isPresent();
    if (failing) {
      file.write(
          sqlite ->
              sqlite.change(
                  "UPDATE subscription SET failures = 0, failing_since = NULL"
                      + " WHERE tenant = ? AND id = ?",
                  key.tenant(),
                  key.id()));
    }
  }

  @Override
  public Standing failed(EndpointKey key, Instant now) throws IOException {
    return file.write(
        sqlite ->
            sqlite
                .first(
                    """
                    UPDATE subscription SET failures = failures + 1,
                      failing_since = coalesce(failing_since, ?)
                    WHERE tenant = ? AND id = ? RETURNING *
                    """,
                    row -> endpoint(row).standing(),
                    now.toEpochMilli(),
                    key.tenant(),
                    key.id())
                .orElse(Standing.WELL));
  }

  @Override
  public void disable(EndpointKey key, String why) throws IOException {
    file.write(
        sqlite ->
            sqlite.change(
                "UPDATE subscription SET disabled = ? WHERE tenant = ? AND id = ?",
                why,
                key.tenant(),
                key.id()));
  }

  private static Endpoint endpoint(ResultSet row) throws SQLException {
    var subscription =
        new Subscription(
            new EndpointKey(row.getString("tenant"), row.getString("id")),
            URI.create(row.getString("target")),
            Columns.split(row.getString("types"), EventType::valueOf),
            Columns.split(row.getString("pipelines"), Function.identity()),
            Format.valueOf(row.getString("format")),
            row.getInt("enabled") == 1,
            Columns.moment(row, "since"));
    var standing =
        new Standing(
            row.getInt("failures"),
            Columns.maybe(row, "failing_since"),
            Optional.ofNullable(row.getString("disabled")));
    return new Endpoint(subscription, standing);
  }
}
