package dev.penstock.store.embedded.registry;

import dev.penstock.callback.Attempt;
import dev.penstock.callback.Delivery;
import dev.penstock.callback.DeliveryLog;
import dev.penstock.callback.DeliveryQuery;
import dev.penstock.callback.EndpointKey;
import dev.penstock.callback.Event;
import dev.penstock.callback.EventType;
import dev.penstock.job.JobId;
import java.io.IOException;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deliveries and their attempts in the registry's SQLite file. */
final class SqliteDeliveries implements DeliveryLog {
  private final RegistryFile file;

  SqliteDeliveries(RegistryFile file) {
    this.file = file;
  }

  @Override
  public void open(List<Delivery> deliveries) throws IOException {
    if (deliveries.isEmpty()) {
      return;
    }
    file.write(
        sqlite -> {
          for (Delivery delivery : deliveries) {
            Event event = delivery.event();
            sqlite.change(
                """
                INSERT INTO delivery (id, tenant, endpoint, target, event, type, job, at, state,
                  attempts, updated, media_type, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET state = 'PENDING'
                """,
                delivery.id(),
                delivery.endpoint().tenant(),
                delivery.endpoint().id(),
                delivery.target().toString(),
                event.id(),
                event.type().name(),
                event.job().map(JobId::value).orElse(null),
                event.at().toEpochMilli(),
                delivery.state().name(),
                delivery.attempts(),
                delivery.updated().toEpochMilli(),
                event.mediaType(),
                event.body());
          }
          return deliveries.size();
        });
  }

  @Override
  public Optional<Delivery> get(String tenant, String id) throws IOException {
    return file.read(
        sqlite ->
            sqlite.first(
                "SELECT * FROM delivery WHERE id = ? AND tenant = ?",
                SqliteDeliveries::delivery,
                id,
                tenant));
  }

  @Override
  public List<Delivery> list(DeliveryQuery query) throws IOException {
    var sql = new StringBuilder("SELECT * FROM delivery WHERE tenant = ? AND at >= ? AND at < ?");
    var values = new ArrayList<Object>();
    values.add(query.tenant());
    values.add(query.range().from().toEpochMilli());
    values.add(query.range().until().toEpochMilli());
    query.endpoint().ifPresent(id -> add(sql, values, " AND endpoint = ?", id));
    query.job().ifPresent(job -> add(sql, values, " AND job = ?", job.value()));
    query.state().ifPresent(state -> add(sql, values, " AND state = ?", state.name()));
    query
        .before()
        .ifPresent(
            id ->
                add(sql, values, " AND (at, id) < (SELECT at, id FROM delivery WHERE id = ?)", id));
    add(sql, values, " ORDER BY at DESC, id DESC LIMIT ?", query.limit());
    return file.read(
        sqlite -> sqlite.all(sql.toString(), SqliteDeliveries::delivery, values.toArray()));
  }

  private static void add(StringBuilder sql, List<Object> values, String clause, Object value) {
    sql.append(clause);
    values.add(value);
  }

  @Override
  public List<Attempt> attempts(String tenant, String id, int limit) throws IOException {
    return file.read(
        sqlite ->
            sqlite.all(
                """
                SELECT attempt.at, status, took, said FROM attempt
                JOIN delivery ON delivery.id = attempt.delivery
                WHERE delivery.id = ? AND tenant = ? ORDER BY number DESC LIMIT ?
                """,
                row ->
                    new Attempt(
                        Columns.moment(row, "at"),
                        row.getInt("status"),
                        Duration.ofMillis(row.getLong("took")),
                        row.getString("said")),
                id,
                tenant,
                limit));
  }

  @Override
  public void note(Delivery delivery, Attempt attempt, Delivery.State state) throws IOException {
    file.write(
        sqlite -> {
          int known =
              sqlite.change(
                  "UPDATE delivery SET state = ?, attempts = attempts + 1, updated = ?"
                      + " WHERE id = ?",
                  state.name(),
                  attempt.at().toEpochMilli(),
                  delivery.id());
          if (known == 1) {
            sqlite.change(
                "INSERT INTO attempt (delivery, at, status, took, said) VALUES (?, ?, ?, ?, ?)",
                delivery.id(),
                attempt.at().toEpochMilli(),
                attempt.status(),
                attempt.took().toMillis(),
                attempt.said());
          }
          return known;
        });
  }

  @Override
  public int expire(Instant before) throws IOException {
    return file.write(
        sqlite -> sqlite.change("DELETE FROM delivery WHERE updated < ?", before.toEpochMilli()));
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    String job = row.getString("job");
    var event =
        new Event(
            row.getString("event"),
            EventType.valueOf(row.getString("type")),
            job == null ? Optional.empty() : Optional.of(new JobId(job)),
            Columns.moment(row, "at"),
            row.getString("media_type"),
            row.getBytes("body"));
    return new Delivery(
        row.getString("id"),
        new EndpointKey(row.getString("tenant"), row.getString("endpoint")),
        URI.create(row.getString("target")),
        event,
        Delivery.State.valueOf(row.getString("state")),
        row.getInt("attempts"),
        Columns.moment(row, "updated"));
  }
}
