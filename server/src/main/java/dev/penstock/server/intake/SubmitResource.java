package dev.penstock.server.intake;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.egress.EgressRules;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Engine;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.job.JobState;
import dev.penstock.server.job.JobJson;
import dev.penstock.server.job.JobLinks;
import dev.penstock.server.job.Jobs;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Pieces;
import dev.penstock.server.web.Prefer;
import dev.penstock.server.web.Reply;
import java.io.IOException;
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
  private final Enrolment enrolment;
  private final ByReference references;
  private final BlobStore blobs;
  private final UploadSlots slots;
  private final OpenRoom open;
  private final Jobs jobs;
  private final JobJson view;
  private final JobIds ids;
  private final LongConsumer ackNanos;

  /**
   * @param ackNanos told the time from the last byte read to the answer
   */
  public SubmitResource(
      IntakeStores stores, Catalog catalog, IntakeLimits limits, Jobs jobs, LongConsumer ackNanos) {
    this.admittance = new Admittance(catalog, stores.blobs(), limits, stores.rules());
    this.room = PayloadReader.Room.of(limits.maxBody(), new HeadBudget(limits.heads()));
    this.blobs = stores.blobs();
    this.slots = limits.slots();
    this.open = limits.open();
    this.jobs = jobs;
    this.view = new JobJson(catalog);
    this.ids = new JobIds(stores.clock());
    this.enrolment = new Enrolment(stores, ids);
    this.references = new ByReference(admittance, stores, ids);
    this.ackNanos = ackNanos;
  }

  /** Where payloads and jobs go, and who is told of each. */
  public record IntakeStores(
      Engine engine, BlobStore blobs, InstantSource clock, Runnable arrived, EgressRules rules) {}

  public Reply submit(Exchange exchange) throws IOException {
    Optional<String> url = exchange.query().one(ByReference.PARAMETER);
    if (url.isPresent()) {
      return fetch(exchange, url.get());
    }
    if (Admittance.isUrlList(exchange)) {
      IntakeWish wish = admittance.wish(exchange, exchange.path("pipeline"), Map.of());
      var urls = UrlList.read(exchange);
      return reply(references.begin(wish, urls, exchange.caller()), exchange, Map.of());
    }
    if (Admittance.isForm(exchange)) {
      return form(exchange);
    }
    return submit(exchange, admittance.check(exchange));
  }

  /**
   * Takes a payload in for a pipeline that the route says.
   *
   * @param said inputs that the route says too
   */
  public Reply submit(Exchange exchange, Offer offer, Map<String, String> said) throws IOException {
    return submit(exchange, admittance.check(exchange, offer, said));
  }

  private Reply submit(Exchange exchange, IntakeRequest request) throws IOException {
    open.check(exchange.tenant(), request);
    try (var slot = slots.take(exchange.tenant())) {
      Admission admission = take(request, exchange.body(), exchange.tenant());
      enrolment.watch(admission, request, exchange.tenant());
      return reply(admission, exchange, slot.headers());
    }
  }

  private Reply fetch(Exchange exchange, String url) throws IOException {
    IntakeWish wish = admittance.wish(exchange, exchange.path("pipeline"), Map.of());
    wish.query().remove(ByReference.PARAMETER);
    if (exchange.body().whole(1).length > 0) {
      return Reply.refused(Code.BODY_INVALID, "With payload-url the request has no body.");
    }
    return reply(references.begin(wish, url, exchange.caller()), exchange, Map.of());
  }

  /** A file with fields before it, as browsers and curl -F send them. */
  private Reply form(Exchange exchange) throws IOException {
    admittance.checkForm(exchange);
    try (var slot = slots.take(exchange.tenant());
        FormBody form =
            FormBody.begun(exchange.body(), exchange.header("Content-Type").orElse(""))) {
      IntakeRequest request = admittance.check(exchange, form);
      open.check(exchange.tenant(), request);
      Admission admission = take(request, form, exchange.tenant());
      enrolment.watch(admission, request, exchange.tenant());
      return reply(admission, exchange, slot.headers());
    }
  }

  private Admission take(IntakeRequest request, Pieces body, String tenant) throws IOException {
    JobId id = ids.next();
    try (var reader = new PayloadReader(body, blobs, admittance, room, Seal.NONE)) {
      Payload payload = reader.read(id, request.check());
      Admission admission = enrolment.enrol(id, request, payload, tenant);
      open.note(tenant, admission);
      ackNanos.accept(System.nanoTime() - reader.lastRead());
      return admission;
    }
  }

  private Reply reply(Admission admission, Exchange exchange, Map<String, String> limits)
      throws IOException {
    return switch (admission) {
      case Admission.Accepted(var id) -> accepted(id, exchange, limits, JobState.ACCEPTED);
      case Admission.Existing(var id) -> there(id, exchange, limits, REPLAYED);
      case Admission.Joined(var id) -> there(id, exchange, limits, JOINED);
      case Admission.Conflict _, Admission.Busy _ ->
          new Reply.Refused(Enrolment.refusal(admission));
    };
  }

  private Reply there(JobId id, Exchange exchange, Map<String, String> limits, String why)
      throws IOException {
    var headers = new TreeMap<>(limits);
    headers.put(why, "true");
    JobState state = jobs.find(exchange.tenant(), id).map(Job::state).orElse(JobState.ACCEPTED);
    return accepted(id, exchange, headers, state);
  }

  private Reply accepted(JobId id, Exchange exchange, Map<String, String> more, JobState state)
      throws IOException {
    Prefer prefer = exchange.prefer();
    var headers = new TreeMap<>(more);
    headers.put("Location", JobLinks.job(id));
    prefer.applied().ifPresent(applied -> headers.put("Preference-Applied", applied));
    if (prefer.patience().isPresent()) {
      Job job =
          jobs.await(exchange.tenant(), id, prefer.patience().get(), now -> now.state().ended());
      return new Reply.Whole(
          job.state().ended() ? 200 : 202, "application/json", headers, view.bytes(job));
    }
    return new Reply.Whole(202, "application/json", headers, JobJson.ticket(id, state));
  }
}
