package dev.penstock.server.job;

import dev.penstock.blob.BlobStore;
import dev.penstock.job.Job;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /v1/jobs/{job}/rejects}: every bad item as one JSON line, in the order of the chunks,
 * streamed from the blobs. {@code code} keeps only one kind, {@code limit} stops after so many
 * lines.
 */
public final class RejectsResource {
  private final Jobs jobs;
  private final RejectBlobs rejects;

  public RejectsResource(Jobs jobs, BlobStore blobs) {
    this.jobs = jobs;
    this.rejects = new RejectBlobs(jobs.log(), blobs);
  }

  public Reply read(Exchange exchange) {
    Query query = exchange.query().only("limit", "code");
    Job job = jobs.of(exchange);
    long limit = query.whole("limit", Long.MAX_VALUE, 1, Long.MAX_VALUE);
    Optional<String> code = query.one("code");
    return new Reply.Streamed(
        200,
        "application/x-ndjson",
        Map.of("Cache-Control", "no-cache"),
        -1,
        out -> rejects.copy(job.id(), new RejectSieve(out, code, limit)));
  }
}
