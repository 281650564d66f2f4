package dev.penstock.server.intake;

import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.server.job.JobLinks;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.RefusedException;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Content;

/**
 * {@code /v1/uploads}: resumable uploads by tus 1.0.0, with the extensions creation, expiration and
 * termination. Where an upload is created, {@code pipeline} and everything that a submission takes
 * stand in the query; when its last byte is there, it becomes the job of the same id.
 */
public final class UploadsResource {
  private static final String VERSION = "1.0.0";
  private static final String EXTENSIONS = "creation,expiration,termination";
  private static final Duration KEPT = Duration.ofHours(24);

  private final Admittance admittance;
  private final IntakeLimits limits;
  private final UploadFiles files;
  private final UploadEnd end;
  private final InstantSource clock;
  private final JobIds ids;
  private final Set<JobId> busy = ConcurrentHashMap.newKeySet();

  /**
   * @param folder for what has come so far
   */
  public UploadsResource(
      SubmitResource.IntakeStores stores, Catalog catalog, IntakeLimits limits, Path folder)
      throws IOException {
    this.admittance = new Admittance(catalog, stores.blobs(), limits, stores.rules());
    this.limits = limits;
    this.files = new UploadFiles(folder);
    this.clock = stores.clock();
    this.ids = new JobIds(clock);
    this.end = new UploadEnd(files, stores.blobs(), new Enrolment(stores, ids), admittance);
  }

  private interface Step {
    Reply.Bare run() throws IOException;
  }

  /** Every answer says the version, refusals too. */
  private static Reply tus(Exchange exchange, Step step) throws IOException {
    try {
      String version = exchange.header("Tus-Resumable").orElse("");
      if (!version.equals(VERSION)) {
        throw HttpProblem.of(Code.TUS_VERSION, "Send Tus-Resumable: 1.0.0.")
            .withHeader("Tus-Version", VERSION)
            .refused();
      }
      Reply.Bare reply = step.run();
      var headers = new TreeMap<>(reply.headers());
      headers.put("Tus-Resumable", VERSION);
      return new Reply.Bare(reply.status(), headers);
    } catch (RefusedException e) {
      return new Reply.Refused(e.problem().withHeader("Tus-Resumable", VERSION));
    }
  }

  /** What is spoken here. */
  public Reply options(Exchange exchange) {
    return new Reply.Bare(
        204,
        Map.of(
            "Tus-Resumable", VERSION,
            "Tus-Version", VERSION,
            "Tus-Extension", EXTENSIONS,
            "Tus-Max-Size", Long.toString(limits.maxBody())));
  }

  public Reply create(Exchange exchange) throws IOException {
    return tus(exchange, () -> begin(exchange));
  }

  private Reply.Bare begin(Exchange exchange) throws IOException {
    long length = whole(exchange, "Upload-Length");
    String pipeline =
        exchange
            .query()
            .one("pipeline")
            .orElseThrow(() -> invalid("Say which pipeline: /v1/uploads?pipeline=…"));
    IntakeWish wish = UploadMetadata.named(admittance.wish(exchange, pipeline, Map.of()), exchange);
    wish.query().remove("pipeline");
    IntakeRequest request = admittance.request(wish, exchange.caller());
    admittance.checkSize(length);
    limits.open().check(exchange.tenant(), request);
    Instant now = clock.instant();
    files.expire(now.minus(KEPT));
    var upload =
        new Upload(
            ids.next(),
            exchange.tenant(),
            exchange.caller().key(),
            length,
            wish,
            now,
            Optional.empty());
    files.begin(upload);
    return new Reply.Bare(
        201, Map.of("Location", "/v1/uploads/" + upload.id(), "Upload-Expires", expires(upload)));
  }

  /** How much is there. */
  public Reply head(Exchange exchange) throws IOException {
    return tus(exchange, () -> standing(find(exchange), 200));
  }

  private Reply.Bare standing(Upload upload, int status) throws IOException {
    var headers = new TreeMap<String, String>();
    headers.put("Upload-Offset", Long.toString(files.offset(upload)));
    headers.put("Upload-Length", Long.toString(upload.length()));
    headers.put("Upload-Expires", expires(upload));
    headers.put("Cache-Control", "no-store");
    upload.job().ifPresent(job -> headers.put("Penstock-Job", JobLinks.job(job)));
    return new Reply.Bare(status, headers);
  }

  private static String expires(Upload upload) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        upload.begun().plus(KEPT).atOffset(ZoneOffset.UTC));
  }

  /** Takes more of it; with the last byte it becomes a job. */
  public Reply patch(Exchange exchange) throws IOException {
    return tus(
        exchange,
        () -> {
          exchange.query().only();
          String type = exchange.header("Content-Type").orElse("");
          if (!type.equalsIgnoreCase("application/offset+octet-stream")) {
            throw HttpProblem.of(Code.MEDIA_TYPE, "PATCH takes application/offset+octet-stream.")
                .refused();
          }
          try (var _ = limits.slots().take(exchange.tenant())) {
            return alone(find(exchange), upload -> more(exchange, upload));
          }
        });
  }

  private Reply.Bare more(Exchange exchange, Upload upload) throws IOException {
    long offset = whole(exchange, "Upload-Offset");
    long there = files.offset(upload);
    if (offset != there) {
      throw HttpProblem.of(
              Code.UPLOAD_OFFSET, "%d bytes are there, not %d.".formatted(there, offset))
          .withHeader("Upload-Offset", Long.toString(there))
          .refused();
    }
    if (upload.job().isPresent()) {
      return standing(upload, 204);
    }
    long after = receive(exchange, upload, there);
    return standing(after == upload.length() ? end.of(upload) : upload, 204);
  }

  /** What came stays, whatever goes wrong then: that is what a resumable upload is for. */
  private long receive(Exchange exchange, Upload upload, long there) throws IOException {
    var body = exchange.body();
    long length = there;
    try (FileChannel file = files.append(upload.id())) {
      try {
        while (true) {
          Content.Chunk piece = body.next();
          try {
            length += piece.remaining();
            if (length > upload.length()) {
              throw invalid("The upload has %d bytes; more came.".formatted(upload.length()));
            }
            while (piece.hasRemaining()) {
              file.write(piece.getByteBuffer());
            }
            if (piece.isLast()) {
              return length;
            }
          } finally {
            piece.release();
          }
        }
      } finally {
        file.force(true);
      }
    }
  }

  /** Gives it up. */
  public Reply delete(Exchange exchange) throws IOException {
    return tus(
        exchange,
        () ->
            alone(
                find(exchange),
                upload -> {
                  files.remove(upload.id());
                  return new Reply.Bare(204, Map.of());
                }));
  }

  private interface Use {
    Reply.Bare of(Upload upload) throws IOException;
  }

  private Reply.Bare alone(Upload upload, Use use) throws IOException {
    if (!busy.add(upload.id())) {
      throw HttpProblem.of(
              Code.UPLOAD_BUSY, "Another request for this upload has not ended yet; ask again.")
          .withHeader("Retry-After", "1")
          .refused();
    }
    try {
      return use.of(upload);
    } finally {
      busy.remove(upload.id());
    }
  }

  private Upload find(Exchange exchange) throws IOException {
    String id = exchange.path("upload");
    var found =
        JobId.isJobId(id) ? files.find(exchange.tenant(), new JobId(id)) : Optional.<Upload>empty();
    return found.orElseThrow(
        () ->
            HttpProblem.of(
                    Code.UPLOAD_UNKNOWN,
                    "There is no upload '%s'; one is kept for a day.".formatted(Exchange.clip(id)))
                .refused());
  }

  private static long whole(Exchange exchange, String header) {
    String text = exchange.header(header).orElse("");
    if (!text.matches("[0-9]{1,18}")) {
      throw invalid(header + " must be a number of bytes.");
    }
    return Long.parseLong(text);
  }

  private static RuntimeException invalid(String why) {
    return HttpProblem.of(Code.UPLOAD_INVALID, why).refused();
  }
}
