package dev.penstock.server.job;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.blob.StoreFullException;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Terms;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.server.access.OwnNames;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.web.Caller;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.io.Content;

/**
 * {@code POST /v1/jobs/{job}/rejects/replay}: sends rejects again, as a job of their own that
 * publishes to where the first one did. The body has the edited items, in any form that the
 * pipeline reads; without a body the originals are sent as they were, those of one {@code code} if
 * it is given. Query parameters take the place of the first job's inputs. The same request again is
 * answered with the same job.
 */
public final class ResendResource {
  private final Jobs jobs;
  private final Engine engine;
  private final BlobStore blobs;
  private final Catalog catalog;
  private final RejectBlobs rejects;
  private final JobIds ids = new JobIds(InstantSource.system());
  private final Intake intake;

  /**
   * How much is taken, and who is told.
   *
   * @param maxBody most bytes of a body
   * @param arrived told of each new job
   */
  public record Intake(long maxBody, Runnable arrived) {}

  public ResendResource(Jobs jobs, Engine engine, BlobStore blobs, Catalog catalog, Intake intake) {
    this.jobs = jobs;
    this.engine = engine;
    this.blobs = blobs;
    this.catalog = catalog;
    this.rejects = new RejectBlobs(jobs.log(), blobs);
    this.intake = intake;
  }

  /** What is sent. */
  private record Sent(BlobRef blob, long items, long left, boolean edited) {}

  public Reply resend(Exchange exchange) throws IOException {
    var given = new LinkedHashMap<>(exchange.query().values());
    var query = new Query(Map.copyOf(given));
    Optional<String> code = query.one("code");
    boolean dry = query.one("dry-run").map(ResendResource::flag).orElse(false);
    given.remove("code");
    given.remove("dry-run");
    Job job = jobs.of(exchange);
    if (!job.state().ended()) {
      return Reply.refused(
          Code.JOB_NOT_NOW,
          "Job '%s' still runs: its rejects are not all known.".formatted(job.id()));
    }
    Offer offer =
        catalog
            .named(job.order().pipeline())
            .filter(Offer::forClients)
            .orElseThrow(() -> catalog.refusal(job.order().pipeline()));
    Map<String, String> inputs = inputs(exchange.caller(), job, offer, given);
    if (dry) {
      var counted = new Originals(null);
      rejects.copy(job.id(), new RejectSieve(counted, code, Long.MAX_VALUE));
      return Reply.json(200, counted(counted.sent(), counted.left()));
    }
    return send(job, offer, inputs, read(exchange, job, code, ids.next()));
  }

  private Map<String, String> inputs(
      Caller caller, Job job, Offer offer, Map<String, List<String>> given) throws IOException {
    var inputs = new TreeMap<>(job.order().inputs());
    inputs.putAll(rejects.resend(job.id()));
    inputs.putAll(offer.resending().inputs(job.id(), job.order().inputs()));
    switch (offer.pipeline().inputs().read(given)) {
      case Inputs.Reading.Accepted(var values) -> {
        // What the first job was allowed is allowed again; more is looked at.
        var other = new TreeMap<String, String>();
        given.keySet().forEach(name -> other.put(name, values.text(name)));
        Optional<HttpProblem> notTheirs = OwnNames.problem(caller, new InputValues(other));
        if (notTheirs.isPresent()) {
          throw notTheirs.get().refused();
        }
        inputs.putAll(other);
      }
      case Inputs.Reading.Refused(var problems) ->
          throw HttpProblem.of(Code.INPUT_INVALID, problems.getFirst().detail())
              .withErrors(problems)
              .refused();
    }
    return inputs;
  }

  /** The payload, in a blob of the job that will be. */
  private Sent read(Exchange exchange, Job job, Optional<String> code, JobId id)
      throws IOException {
    var body = exchange.body();
    try (BlobWriter blob = blobs.create("jobs/" + id + "/payload", Hashing.IDENTITY)) {
      Content.Chunk piece = body.next();
      boolean last = write(piece, blob);
      while (!last) {
        last = write(body.next(), blob);
      }
      if (blob.length() > 0) {
        return new Sent(blob.publish(), 0, 0, true);
      }
      var originals = new Originals(Channels.newOutputStream(blob));
      rejects.copy(job.id(), new RejectSieve(originals, code, Long.MAX_VALUE));
      if (originals.sent() == 0) {
        throw HttpProblem.of(
                Code.JOB_NOT_NOW,
                "Job '%s' has no such reject whose item is kept.".formatted(job.id()))
            .refused();
      }
      return new Sent(blob.publish(), originals.sent(), originals.left(), false);
    } catch (StoreFullException e) {
      throw HttpProblem.of(Code.STORE_FULL, "There is no room for the items.").refused();
    }
  }

  private boolean write(Content.Chunk piece, BlobWriter blob) throws IOException {
    try {
      ByteBuffer bytes = piece.getByteBuffer();
      if (blob.length() + bytes.remaining() > intake.maxBody()) {
        throw HttpProblem.of(Code.PAYLOAD_TOO_LARGE, "The body is over http.max-body.").refused();
      }
      while (bytes.hasRemaining()) {
        blob.write(bytes);
      }
      return piece.isLast();
    } finally {
      piece.release();
    }
  }

  private Reply send(Job job, Offer offer, Map<String, String> inputs, Sent sent)
      throws IOException {
    JobId id = new JobId(sent.blob().key().split("/", 3)[1]);
    String hash = hash(inputs, sent.blob().digest());
    var same = new Submission.Idempotency("rejects/%s/%s".formatted(job.id(), hash), hash);
    var values = new InputValues(inputs);
    var submission =
        new Submission(
            id,
            job.order().tenant(),
            offer.plan(),
            job.order().name(),
            values,
            Payload.stored(sent.blob()),
            Optional.of(same),
            offer.terms(Terms.PLAIN.child(job.id()), values));
    Admission admission = engine.submit(submission);
    intake.arrived().run();
    if (!(admission instanceof Admission.Accepted)) {
      blobs.deleteAll("jobs/" + id);
    }
    return switch (admission) {
      case Admission.Accepted(var one) -> ticket(one, job.id(), sent);
      case Admission.Existing(var one) -> ticket(one, job.id(), sent);
      case Admission.Joined(var one) -> ticket(one, job.id(), sent);
      case Admission.Conflict(var one) ->
          Reply.refused(Code.KEY_CONFLICT, "Job %s was made otherwise.".formatted(one));
      case Admission.Busy(var after, var limit) ->
          new Reply.Refused(
              HttpProblem.of(Code.ENGINE_BUSY, "The limit on open " + limit + " is reached.")
                  .withHeader("Retry-After", Long.toString(Math.max(1, after.toSeconds()))));
    };
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Query.invalid("dry-run", "is true or false");
    };
  }

  private static byte[] counted(long items, long left) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeNumberProperty("items", items);
          json.writeNumberProperty("withoutOriginal", left);
          json.writeEndObject();
        });
  }

  private static Reply ticket(JobId id, JobId parent, Sent sent) {
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("id", id.value());
              json.writeStringProperty("parent", parent.value());
              if (!sent.edited()) {
                json.writeNumberProperty("items", sent.items());
                json.writeNumberProperty("withoutOriginal", sent.left());
              }
              json.writeObjectPropertyStart("links");
              json.writeStringProperty("self", JobLinks.job(id));
              json.writeStringProperty("parent", JobLinks.job(parent));
              json.writeEndObject();
              json.writeEndObject();
            });
    return new Reply.Whole(202, "application/json", Map.of("Location", JobLinks.job(id)), body);
  }

  private static String hash(Map<String, String> inputs, String digest) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      inputs.forEach(
          (name, value) ->
              sha.update(
                  "%s=%d:%s\n"
                      .formatted(name, value.length(), value)
                      .getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha.digest(digest.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
