package dev.penstock.server.job;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.job.Job;
import dev.penstock.job.JobResult;
import dev.penstock.pipeline.Nearest;
import dev.penstock.server.web.ByteRange;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.ETag;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.RefusedException;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code /v1/jobs/{job}/results}, and the files themselves: streamed from the blob, whole or one
 * range of them. A result that lies elsewhere in the API answers 303.
 */
public final class ResultsResource {
  private static final int BUFFER = 1 << 17;

  private final Jobs jobs;
  private final BlobStore blobs;

  public ResultsResource(Jobs jobs, BlobStore blobs) {
    this.jobs = jobs;
    this.blobs = blobs;
  }

  public Reply list(Exchange exchange) {
    exchange.query().only();
    Job job = jobs.of(exchange);
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("results");
              job.outcome().results().forEach(result -> JobJson.result(json, job.id(), result));
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  public Reply one(Exchange exchange) throws IOException {
    exchange.query().only();
    Job job = jobs.of(exchange);
    String name = exchange.path("name");
    JobResult result =
        job.outcome().results().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(job, name));
    return switch (result) {
      case JobResult.Link link -> new Reply.Bare(303, Map.of("Location", link.href()));
      case JobResult.Stored stored -> file(exchange, stored);
    };
  }

  private static RefusedException unknown(Job job, String name) {
    List<String> names = job.outcome().results().stream().map(JobResult::name).toList();
    String hint =
        names.isEmpty()
            ? job.state().ended() ? "It has none." : "It has none yet."
            : Nearest.to(name, names)
                .map(near -> "Did you mean " + near + "?")
                .orElse("It has " + String.join(", ", names) + ".");
    return HttpProblem.of(
            Code.RESULT_UNKNOWN,
            "Job %s has no result '%s'. %s".formatted(job.id(), Exchange.clip(name), hint))
        .refused();
  }

  private Reply file(Exchange exchange, JobResult.Stored file) throws IOException {
    BlobRef blob = file.blob();
    String tag = '"' + blob.digest() + '"';
    var headers = new TreeMap<String, String>();
    headers.put("ETag", tag);
    headers.put("Accept-Ranges", "bytes");
    headers.put("Content-Disposition", disposition(file.name()));
    if (ETag.matches(exchange.header("If-None-Match"), tag)) {
      return new Reply.Bare(304, headers);
    }
    // RFC 9110 14.2: a range means something to GET alone.
    boolean otherFile = exchange.header("If-Range").filter(known -> !known.equals(tag)).isPresent();
    Optional<String> range =
        exchange.isHead() || otherFile ? Optional.empty() : exchange.header("Range");
    return switch (ByteRange.of(range, blob.length())) {
      case ByteRange.All all ->
          new Reply.Streamed(
              200,
              file.mediaType(),
              headers,
              blob.length(),
              part(exchange, blob, 0, blob.length()));
      case ByteRange.Part part -> {
        headers.put("Content-Range", part.contentRange(blob.length()));
        yield new Reply.Streamed(
            206,
            file.mediaType(),
            headers,
            part.length(),
            part(exchange, blob, part.from(), part.length()));
      }
      case ByteRange.Outside outside ->
          new Reply.Refused(
              HttpProblem.of(Code.RANGE, "The file has " + blob.length() + " bytes.")
                  .withHeader("Content-Range", "bytes */" + blob.length()));
    };
  }

  /**
   * The blob is opened before the answer starts, so that a missing one is a clean refusal; but not
   * for who asks for the headers only.
   */
  private Reply.Body part(Exchange exchange, BlobRef blob, long from, long length)
      throws IOException {
    return exchange.isHead() ? out -> {} : new Copy(blobs.open(blob, from, length));
  }

  /** What an open stream still has. */
  private record Copy(InputStream in) implements Reply.Body {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static String disposition(String name) {
    return "attachment; filename=\"" + name.replaceAll("[^A-Za-z0-9._ -]", "_") + '"';
  }
}
