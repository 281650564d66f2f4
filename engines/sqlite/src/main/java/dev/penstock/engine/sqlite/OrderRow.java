package dev.penstock.engine.sqlite;

import dev.penstock.blob.BlobRef;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import java.sql.SQLException;

/** Writes a new job down: what was asked for, which never changes again, and how it starts. */
final class OrderRow {
  private static final String INSERT =
      "INSERT INTO job(key, id, tenant, plan, name, inputs, blob, blob_length, blob_digest, state,"
          + " accepted, updated, items, ok, repaired, rejected, dead, duplicates, round, chunks,"
          + " events, anomalies, results, grouped, stages, barriers, rounds) VALUES (?, ?, ?, ?, ?,"
          + " ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, ?, ?, 0, 0, 0, ?, ?, ?)";

  private final Statements sql;

  OrderRow(Statements sql) {
    this.sql = sql;
  }

  void insert(JobRow job, Submission order) throws SQLException {
    BlobRef blob = Columns.blobOf(order.payload());
    sql.update(
        INSERT,
        job.key,
        job.id.value(),
        job.tenant,
        job.plan.id(),
        order.name(),
        Json.ofMap(order.inputs().texts()),
        blob == null ? null : blob.key(),
        blob == null ? null : blob.length(),
        blob == null ? null : blob.digest(),
        job.state.name(),
        job.updated,
        job.updated,
        job.chunks,
        job.events,
        job.stagesText(),
        job.barriersText(),
        job.roundsText());
    byte[] bytes = Columns.bytesOf(order.payload());
    if (bytes != null) {
      sql.update("INSERT INTO job_bytes(job, bytes) VALUES (?, ?)", job.key, bytes);
    }
    if (order.sameAs().isPresent()) {
      Idempotency same = order.sameAs().get();
      sql.update(
          "INSERT INTO job_key(tenant, idempotency_key, hash, job) VALUES (?, ?, ?, ?)",
          job.tenant,
          same.key(),
          same.hash(),
          job.key);
    }
  }
}
