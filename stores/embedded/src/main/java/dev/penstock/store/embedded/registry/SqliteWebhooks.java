package dev.penstock.store.embedded.registry;

import dev.penstock.job.JobId;
import dev.penstock.store.embedded.Sqlite;
import dev.penstock.webhook.Scheme;
import dev.penstock.webhook.SeenEvent;
import dev.penstock.webhook.SharedSecret;
import dev.penstock.webhook.WebhookBook;
import dev.penstock.webhook.WebhookEndpoint;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Endpoints of webhooks in the registry's SQLite file. */
final class SqliteWebhooks implements WebhookBook {
  private final RegistryFile file;

  SqliteWebhooks(RegistryFile file) {
    this.file = file;
  }

  @Override
  public boolean put(WebhookEndpoint endpoint) throws IOException {
    return file.write(
        sqlite -> {
          Optional<String> owner =
              sqlite.first(
                  "SELECT tenant FROM webhook WHERE id = ?",
                  row -> row.getString(1),
                  endpoint.id());
          if (owner.isPresent() && !owner.get().equals(endpoint.tenant())) {
            return false;
          }
          sqlite.change("DELETE FROM webhook WHERE id = ?", endpoint.id());
          insert(sqlite, endpoint);
          return true;
        });
  }

  private static void insert(Sqlite sqlite, WebhookEndpoint endpoint) throws SQLException {
    sqlite.change(
        """
        INSERT INTO webhook (id, tenant, scheme, header, pipeline, enabled, since)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        endpoint.id(),
        endpoint.tenant(),
        endpoint.scheme().name(),
        endpoint.header(),
        endpoint.order().pipeline(),
        endpoint.enabled() ? 1 : 0,
        endpoint.since().toEpochMilli());
    int number = 0;
    for (SharedSecret secret : endpoint.secrets()) {
      sqlite.change(
          "INSERT INTO webhook_secret (webhook, number, secret) VALUES (?, ?, ?)",
          endpoint.id(),
          number++,
          secret.reveal());
    }
    for (Map.Entry<String, String> input : endpoint.order().inputs().entrySet()) {
      sqlite.change(
          "INSERT INTO webhook_input (webhook, name, value) VALUES (?, ?, ?)",
          endpoint.id(),
          input.getKey(),
          input.getValue());
    }
  }

  @Override
  public Optional<WebhookEndpoint> get(String id) throws IOException {
    return file.read(
        sqlite -> {
          Optional<Row> row =
              sqlite.first("SELECT * FROM webhook WHERE id = ?", SqliteWebhooks::row, id);
          return row.isEmpty() ? Optional.empty() : Optional.of(whole(sqlite, row.get()));
        });
  }

  @Override
  public List<WebhookEndpoint> list(String tenant, String after, int limit) throws IOException {
    return file.read(
        sqlite -> {
          var page = new ArrayList<WebhookEndpoint>();
          for (Row row :
              sqlite.all(
                  "SELECT * FROM webhook WHERE tenant = ? AND id > ? ORDER BY id LIMIT ?",
                  SqliteWebhooks::row,
                  tenant,
                  after,
                  limit)) {
            page.add(whole(sqlite, row));
          }
          return List.copyOf(page);
        });
  }

  @Override
  public boolean remove(String tenant, String id) throws IOException {
    return file.write(
        sqlite -> {
          boolean there =
              sqlite.change("DELETE FROM webhook WHERE tenant = ? AND id = ?", tenant, id) == 1;
          if (there) {
            sqlite.change("DELETE FROM webhook_event WHERE webhook = ?", id);
          }
          return there;
        });
  }

  @Override
  public void see(SeenEvent event) throws IOException {
    file.write(
        sqlite ->
            sqlite.change(
                "INSERT OR IGNORE INTO webhook_event (webhook, event, job, at) VALUES (?, ?, ?, ?)",
                event.endpoint(),
                event.event(),
                event.job().value(),
                event.at().toEpochMilli()));
  }

  @Override
  public Optional<JobId> seen(String endpoint, String event) throws IOException {
    return file.read(
        sqlite ->
            sqlite.first(
                "SELECT job FROM webhook_event WHERE webhook = ? AND event = ?",
                row -> new JobId(row.getString(1)),
                endpoint,
                event));
  }

  @Override
  public void forget(Instant before) throws IOException {
    file.write(
        sqlite -> sqlite.change("DELETE FROM webhook_event WHERE at < ?", before.toEpochMilli()));
  }

  /** A row as it stands, without what other tables hold of it. */
  private record Row(WebhookEndpoint bare) {}

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new WebhookEndpoint(
            row.getString("id"),
            row.getString("tenant"),
            Scheme.valueOf(row.getString("scheme")),
            row.getString("header"),
            List.of(new SharedSecret("not read yet")),
            new WebhookEndpoint.Order(row.getString("pipeline"), Map.of()),
            row.getInt("enabled") == 1,
            Columns.moment(row, "since")));
  }

  private static WebhookEndpoint whole(Sqlite sqlite, Row row) throws SQLException {
    WebhookEndpoint bare = row.bare();
    List<SharedSecret> secrets =
        sqlite.all(
            "SELECT secret FROM webhook_secret WHERE webhook = ? ORDER BY number",
            each -> new SharedSecret(each.getString(1)),
            bare.id());
    var inputs = new TreeMap<String, String>();
    for (Map.Entry<String, String> input :
        sqlite.all(
            "SELECT name, value FROM webhook_input WHERE webhook = ?",
            each -> Map.entry(each.getString(1), each.getString(2)),
            bare.id())) {
      inputs.put(input.getKey(), input.getValue());
    }
    return new WebhookEndpoint(
        bare.id(),
        bare.tenant(),
        bare.scheme(),
        bare.header(),
        secrets,
        new WebhookEndpoint.Order(bare.order().pipeline(), inputs),
        bare.enabled(),
        bare.since());
  }
}
