package dev.penstock.engine.sqlite;

import dev.penstock.blob.BlobRef;
import dev.penstock.engine.FollowUp;
import dev.penstock.job.JobState;
import dev.penstock.pipeline.InputValues;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** What follows the jobs when they end. */
final class FollowUpRows {
  private static final String INSERT =
      "INSERT INTO follow_up(job, n, endings, plan, name, inputs, gate, weight, blob, blob_length,"
          + " blob_digest, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Statements sql;
  private final PlanRows plans;
  private final Batch batch;

  FollowUpRows(Statements sql, PlanRows plans, Batch batch) {
    this.sql = sql;
    this.plans = plans;
    this.batch = batch;
  }

  void insert(JobRow job, List<FollowUp> followUps) throws SQLException {
    for (int n = 0; n < followUps.size(); n++) {
      FollowUp each = followUps.get(n);
      BlobRef blob = Columns.blobOf(each.payload());
      sql.update(
          INSERT,
          job.key,
          n,
          Json.ofTexts(each.on().stream().map(JobState::name).sorted().toList()),
          plans.of(each.plan(), batch).id(),
          each.name(),
          Json.ofMap(each.inputs().texts()),
          Columns.gateOf(each.toll()),
          Columns.weightOf(each.toll()),
          blob == null ? null : blob.key(),
          blob == null ? null : blob.length(),
          blob == null ? null : blob.digest(),
          Columns.bytesOf(each.payload()));
    }
  }

  /** In their order. */
  List<FollowUp> of(JobRow job) throws SQLException {
    if (job.order.standing().followUps() == 0) {
      return List.of();
    }
    return sql.list(
        "SELECT endings, plan, name, inputs, gate, weight, blob, blob_length, blob_digest, bytes"
            + " FROM follow_up WHERE job = ? ORDER BY n",
        this::read,
        job.key);
  }

  private FollowUp read(ResultSet row) throws SQLException {
    return new FollowUp(
        Json.texts(row.getString(1)).stream().map(JobState::valueOf).collect(Collectors.toSet()),
        plans.byId(row.getLong(2), batch).plan(),
        row.getString(3),
        new InputValues(Json.textMap(row.getString(4))),
        Columns.payload(row, 7),
        Columns.toll(row, 5));
  }
}
