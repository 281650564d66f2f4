package dev.penstock.engine.sqlite;

import dev.penstock.blob.BlobRef;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Tolerance;
import dev.penstock.job.JobId;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Writes a new job down: what was asked for, which never changes again, and how it starts. */
final class OrderRow {
  private static final String INSERT =
      "INSERT INTO job(key, id, tenant, plan, name, inputs, blob, bytes, blob_digest, priority,"
          + " lane, coalesce_key, tolerated_items, tolerated_share, gate, weight, follow_ups,"
          + " parent, state, accepted, updated, items, ok, repaired, rejected, dead, duplicates,"
          + " round, chunks, letters, events, anomalies, results, grouped, stages, barriers, rounds)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
          + " 0, 0, 0, 0, 0, 0, 0, ?, 0, ?, 0, 0, 0, ?, ?, ?)";

  private final Statements sql;

  OrderRow(Statements sql) {
    this.sql = sql;
  }

  void insert(JobRow job, Submission submission) throws SQLException {
    BlobRef blob = Columns.blobOf(submission.payload());
    Terms terms = submission.terms();
    Tolerance tolerance = terms.tolerance().equals(Tolerance.ANY) ? null : terms.tolerance();
    JobId parent = job.order.standing().parent();
    sql.update(
        INSERT,
        job.key,
        job.id.value(),
        job.order.tenant(),
        job.plan.id(),
        submission.name(),
        Json.ofMap(submission.inputs().texts()),
        blob == null ? null : blob.key(),
        job.order.bytes(),
        blob == null ? null : blob.digest(),
        terms.priority(),
        job.order.standing().lane(),
        job.order.standing().coalesceKey(),
        tolerance == null ? null : tolerance.items(),
        tolerance == null ? null : tolerance.share(),
        Columns.gateOf(terms.toll()),
        Columns.weightOf(terms.toll()),
        terms.followUps().size(),
        parent == null ? null : parent.value(),
        job.state.name(),
        job.updated,
        job.updated,
        job.chunks,
        job.events,
        job.stagesText(),
        job.barriersText(),
        job.roundsText());
    byte @Nullable [] bytes = Columns.bytesOf(submission.payload());
    if (bytes != null) {
      sql.update("INSERT INTO job_bytes(job, bytes) VALUES (?, ?)", job.key, bytes);
    }
    if (submission.sameAs().isPresent()) {
      Idempotency same = submission.sameAs().get();
      sql.update(
          "INSERT INTO job_key(tenant, idempotency_key, hash, job) VALUES (?, ?, ?, ?)",
          job.order.tenant(),
          same.key(),
          same.hash(),
          job.key);
    }
  }
}
