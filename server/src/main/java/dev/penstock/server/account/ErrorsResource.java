package dev.penstock.server.account;

import dev.penstock.blob.BlobStore;
import dev.penstock.engine.JobLog;
import dev.penstock.engine.JobLog.ChunkRejects;
import dev.penstock.job.Job;
import dev.penstock.server.job.JobLinks;
import dev.penstock.server.job.Jobs;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Reply;
import dev.penstock.transactions.TransactionsPipeline;
import dev.penstock.transactions.export.CsvOut;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /v1/jobs/{job}/errors.csv}: the bad rows of a job with the columns that they came in, and
 * what is wrong with them. Corrected, it can be posted back: the columns at its end are ignored.
 */
public final class ErrorsResource {
  private static final int PAGE = 100;
  private static final JsonMapper JSON = new JsonMapper();

  private final Jobs jobs;
  private final JobLog log;
  private final BlobStore blobs;

  public ErrorsResource(Jobs jobs, JobLog log, BlobStore blobs) {
    this.jobs = jobs;
    this.log = log;
    this.blobs = blobs;
  }

  public Reply read(Exchange exchange) {
    exchange.query().only();
    Job job = jobs.of(exchange);
    if (!job.order().pipeline().equals(TransactionsPipeline.NAME)) {
      return Reply.refused(
          Code.RESULT_UNKNOWN,
          "Job %s is of the pipeline %s, and only imports of transactions have rows to correct. Its rejects are at %s/rejects."
              .formatted(job.id(), job.order().pipeline(), JobLinks.job(job.id())));
    }
    return new Reply.Streamed(
        200, "text/csv", Map.of("Cache-Control", "no-cache"), -1, out -> write(job, out));
  }

  private void write(Job job, OutputStream to) throws IOException {
    var out = new BufferedOutputStream(to, 1 << 16);
    var sheet = new Sheet(new CsvOut(out));
    long after = 0;
    while (true) {
      List<ChunkRejects> page = log.rejects(job.id(), after, PAGE);
      if (page.isEmpty()) {
        break;
      }
      for (ChunkRejects chunk : page) {
        try (var lines =
            new BufferedReader(
                new InputStreamReader(
                    blobs.open(chunk.rejects().lines()), StandardCharsets.UTF_8))) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            sheet.row(JSON.readTree(line));
          }
        }
      }
      after = page.getLast().chunk();
    }
    sheet.end();
    out.flush();
  }

  private static final class Sheet {
    private final CsvOut csv;
    private int columns = -1;

    Sheet(CsvOut csv) {
      this.csv = csv;
    }

    void row(JsonNode reject) throws IOException {
      if (columns < 0) {
        header(reject.path("columns"));
      }
      var fields = new ArrayList<String>();
      reject.path("fields").forEach(field -> fields.add(field.asString("")));
      while (fields.size() < columns) {
        fields.add("");
      }
      while (fields.size() > columns) {
        fields.removeLast();
      }
      fields.add(reject.path("line").asString(""));
      fields.add(of(reject, "column"));
      fields.add(of(reject, "code"));
      fields.add(of(reject, "message"));
      csv.row(fields.toArray(String[]::new));
    }

    /** A file without bad rows says at least that it is one. */
    void end() throws IOException {
      if (columns < 0) {
        header(JSON.createArrayNode());
      }
    }

    private void header(JsonNode names) throws IOException {
      var header = new ArrayList<String>();
      names.forEach(name -> header.add(name.asString("")));
      columns = header.size();
      header.addAll(List.of("_line", "_column", "_code", "_message"));
      csv.row(header.toArray(String[]::new));
    }

    private static String of(JsonNode reject, String member) {
      return reject
          .path("errors")
          .valueStream()
          .map(error -> error.path(member).asString(""))
          .collect(Collectors.joining("; "));
    }
  }
}
