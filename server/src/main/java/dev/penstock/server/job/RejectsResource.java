package dev.penstock.server.job;

import dev.penstock.blob.BlobStore;
import dev.penstock.engine.JobLog.ChunkRejects;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /v1/jobs/{job}/rejects}: every bad item as one JSON line, in the order of the chunks,
 * streamed from the blobs. {@code code} keeps only one kind, {@code limit} stops after so many
 * lines.
 */
public final class RejectsResource {
  private static final int PAGE = 100;

  private final Jobs jobs;
  private final BlobStore blobs;

  public RejectsResource(Jobs jobs, BlobStore blobs) {
    this.jobs = jobs;
    this.blobs = blobs;
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
        out -> write(job.id(), new RejectSieve(out, code, limit)));
  }

  private void write(JobId job, RejectSieve sieve) throws IOException {
    long after = 0;
    while (!sieve.full()) {
      List<ChunkRejects> page = jobs.log().rejects(job, after, PAGE);
      if (page.isEmpty()) {
        break;
      }
      for (ChunkRejects chunk : page) {
        if (sieve.wants(chunk.rejects()) && !sieve.full()) {
          copy(chunk, sieve);
        }
      }
      after = page.getLast().chunk();
    }
    sieve.flush();
  }

  private void copy(ChunkRejects chunk, OutputStream to) throws IOException {
    try (InputStream from = blobs.open(chunk.rejects().lines())) {
      from.transferTo(to);
    }
  }
}
