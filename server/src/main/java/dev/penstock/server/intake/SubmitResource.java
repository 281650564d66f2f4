package dev.penstock.server.intake;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Submission;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.job.JobState;
import dev.penstock.server.job.JobJson;
import dev.penstock.server.job.JobLinks;
import dev.penstock.server.job.Jobs;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Prefer;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * {@code POST /v1/pipelines/{pipeline}/jobs}: takes the payload in, makes the job durable, answers
 * 202. Until then nothing of the request outlives it, whatever happens.
 */
public final class SubmitResource {
  /** Says that the answer is that of an earlier, equal request. */
  public static final String REPLAYED = "Idempotency-Replayed";

  /** Says that a job for the same thing was there and answers for this request too. */
  public static final String JOINED = "Penstock-Joined";

  private final Admittance admittance;
  private final PayloadReader.Room room;
  private final Engine engine;
  private final BlobStore blobs;
  private final Jobs jobs;
  private final JobJson view;
  private final JobIds ids;
  private final Runnable arrived;
  private final LongConsumer ackNanos;

  /**
   * @param ackNanos told the time from the last byte read to the answer
   */
  public SubmitResource(
      IntakeStores stores, Catalog catalog, IntakeLimits limits, Jobs jobs, LongConsumer ackNanos) {
    this.admittance = new Admittance(catalog, stores.blobs(), limits);
    this.room = PayloadReader.Room.of(limits.maxBody(), new HeadBudget(limits.heads()));
    this.engine = stores.engine();
    this.blobs = stores.blobs();
    this.jobs = jobs;
    this.view = new JobJson(catalog);
    this.ids = new JobIds(stores.clock());
    this.arrived = stores.arrived();
    this.ackNanos = ackNanos;
  }

  /** Where payloads and jobs go, and who is told of each. */
  public record IntakeStores(
      Engine engine, BlobStore blobs, InstantSource clock, Runnable arrived) {}

  public Reply submit(Exchange exchange) throws IOException {
    IntakeRequest request = admittance.check(exchange);
    JobId id = ids.next();
    Admission admission = take(id, request, exchange);
    return reply(admission, exchange.prefer());
  }

  private Admission take(JobId id, IntakeRequest request, Exchange exchange) throws IOException {
    try (var reader = new PayloadReader(exchange.body(), blobs, admittance, room)) {
      Payload payload = reader.read(id, request.check());
      Admission admission = engine.submit(submission(id, request, payload));
      ackNanos.accept(System.nanoTime() - reader.lastRead());
      arrived.run();
      if (!(admission instanceof Admission.Accepted)) {
        forget(id, payload);
      }
      return admission;
    }
  }

  /**
   * Only after a clear answer: when the engine could not be reached, the job may exist all the
   * same, and then it needs its payload. The host's sweeper finds out.
   */
  private void forget(JobId id, Payload payload) throws IOException {
    if (payload instanceof Payload.Stored) {
      blobs.deleteAll("jobs/" + id);
    }
  }

  private Submission submission(JobId id, IntakeRequest request, Payload payload)
      throws IOException {
    Optional<Submission.Idempotency> sameAs = Optional.empty();
    if (request.label().key().isPresent() || request.digest().isPresent()) {
      String digest = digest(payload);
      if (request.digest().isPresent() && !digest.equals(request.digest().get())) {
        forget(id, payload);
        throw HttpProblem.of(
                Code.DIGEST_MISMATCH, "The body that arrived has the SHA-256 " + digest + ".")
            .refused();
      }
      sameAs =
          request
              .label()
              .key()
              .map(
                  key ->
                      new Submission.Idempotency(
                          key,
                          Sha256.ofRequest(
                              request.offer().name(), request.inputs().texts(), digest)));
    }
    return new Submission(
        id,
        jobs.tenant(),
        request.offer().plan(),
        request.label().name(),
        request.inputs(),
        payload,
        sameAs,
        request.terms());
  }

  private static String digest(Payload payload) {
    return switch (payload) {
      case Payload.Inline inline -> Sha256.hex(inline.bytes());
      case Payload.Stored stored -> stored.blob().digest().replace("sha-256:", "");
    };
  }

  private Reply reply(Admission admission, Prefer prefer) throws IOException {
    return switch (admission) {
      case Admission.Accepted(var id) -> accepted(id, prefer, Map.of());
      case Admission.Existing(var id) -> accepted(id, prefer, Map.of(REPLAYED, "true"));
      case Admission.Joined(var id) -> accepted(id, prefer, Map.of(JOINED, "true"));
      case Admission.Conflict(var id) ->
          Reply.refused(
              Code.KEY_CONFLICT,
              "The key was used for another request, which became job %s. Use a new key."
                  .formatted(id));
      case Admission.Busy busy ->
          new Reply.Refused(problem(busy).withHeader("Retry-After", seconds(busy.retryAfter())));
    };
  }

  /** Of whose limit it is: that of the tenant, who can do something about it, or that of all. */
  private static HttpProblem problem(Admission.Busy busy) {
    String own = "tenant.";
    return busy.limit().startsWith(own)
        ? HttpProblem.of(
            Code.TENANT_BUSY,
            "The limit on open %s of this tenant (limits.tenant.open-%s) is reached."
                .formatted(
                    busy.limit().substring(own.length()), busy.limit().substring(own.length())))
        : HttpProblem.of(
            Code.ENGINE_BUSY,
            "The limit on open %s (limits.open-%s) is reached."
                .formatted(busy.limit(), busy.limit()));
  }

  private Reply accepted(JobId id, Prefer prefer, Map<String, String> more) throws IOException {
    var headers = new TreeMap<>(more);
    headers.put("Location", JobLinks.job(id));
    prefer.applied().ifPresent(applied -> headers.put("Preference-Applied", applied));
    if (prefer.patience().isPresent()) {
      Job job = jobs.await(id, prefer.patience().get(), now -> now.state().ended());
      return new Reply.Whole(
          job.state().ended() ? 200 : 202, "application/json", headers, view.bytes(job));
    }
    byte[] ticket =
        JobJson.ticket(
            id,
            more.isEmpty()
                ? JobState.ACCEPTED
                : jobs.find(id).map(Job::state).orElse(JobState.ACCEPTED));
    return new Reply.Whole(202, "application/json", headers, ticket);
  }

  private static String seconds(Duration time) {
    return Long.toString(Math.max(1, time.toSeconds()));
  }
}
