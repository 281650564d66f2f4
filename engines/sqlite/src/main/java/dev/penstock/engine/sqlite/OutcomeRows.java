package dev.penstock.engine.sqlite;

import dev.penstock.blob.BlobRef;
import dev.penstock.job.JobResult;
import dev.penstock.pipeline.Rejects;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Writes what steps leave for readers: rejects and results. */
final class OutcomeRows {
  private static final String REJECT =
      "INSERT INTO reject(job, chunk, n, stage, blob, blob_length, blob_digest, by_code) VALUES"
          + " (?1, ?2, (SELECT count(*) FROM reject WHERE job = ?1 AND chunk = ?2),"
          + " ?3, ?4, ?5, ?6, ?7)";

  private static final String RESULT =
      "INSERT INTO result(job, n, name, media, href, blob, blob_length, blob_digest)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(job, name) DO UPDATE SET"
          + " media = excluded.media, href = excluded.href, blob = excluded.blob,"
          + " blob_length = excluded.blob_length, blob_digest = excluded.blob_digest";

  private final Statements sql;

  OutcomeRows(Statements sql) {
    this.sql = sql;
  }

  void reject(Held held, String stage, @Nullable Rejects rejects) throws SQLException {
    if (rejects != null) {
      BlobRef lines = rejects.lines();
      sql.update(
          REJECT,
          held.job(),
          held.chunk().number(),
          stage,
          lines.key(),
          lines.length(),
          lines.digest(),
          Json.ofMap(rejects.byCode()));
    }
  }

  /** A result replaces the one of the same name, at its place. */
  void result(JobRow job, JobResult result) throws SQLException {
    @Nullable String href = null;
    @Nullable BlobRef blob = null;
    switch (result) {
      case JobResult.Stored stored -> blob = stored.blob();
      case JobResult.Link link -> href = link.href();
    }
    sql.update(
        RESULT,
        job.key,
        ++job.results,
        result.name(),
        result.mediaType(),
        href,
        blob == null ? null : blob.key(),
        blob == null ? null : blob.length(),
        blob == null ? null : blob.digest());
  }
}
