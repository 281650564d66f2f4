package dev.penstock.server.intake;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Admission;
import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.job.JobState;
import dev.penstock.server.job.JobJson;
import dev.penstock.server.job.JobLinks;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.web.Caller;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Reply;
import dev.penstock.webhook.Verification;
import dev.penstock.webhook.WebhookBook;
import dev.penstock.webhook.WebhookEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code POST /v1/webhooks/{endpoint}}: takes in what a configured sender posts. Its signature is
 * computed over the raw bytes while they stream; until it holds, nobody looks at them, and when it
 * does not, nothing of them is left. The same event twice is one job.
 */
public final class WebhookResource {
  private final WebhookBook book;
  private final Admittance admittance;
  private final PayloadReader.Room room;
  private final UploadSlots slots;
  private final Enrolment enrolment;
  private final BlobStore blobs;
  private final JobIds ids;
  private final InstantSource clock;
  private final SeenEvents seen;

  public WebhookResource(
      WebhookBook book, SubmitResource.IntakeStores stores, Catalog catalog, IntakeLimits limits) {
    this.book = book;
    this.admittance = new Admittance(catalog, stores.blobs(), limits, stores.rules());
    this.room = PayloadReader.Room.of(limits.maxBody(), new HeadBudget(limits.heads()));
    this.slots = limits.slots();
    this.blobs = stores.blobs();
    this.clock = stores.clock();
    this.ids = new JobIds(clock);
    this.enrolment = new Enrolment(stores, ids);
    this.seen = new SeenEvents(book, stores.engine().log(), clock);
  }

  public Reply receive(Exchange exchange) throws IOException {
    exchange.query().only();
    WebhookEndpoint endpoint = find(exchange.path("endpoint"));
    Verification verification =
        Verification.of(endpoint, name -> exchange.header(name).orElse(""), clock.instant())
            .orElseThrow(WebhookResource::unsigned);
    admittance.checkSize(exchange.declaredLength());
    IntakeRequest request = request(endpoint, exchange);
    try (var _ = slots.take(endpoint.tenant());
        var reader =
            new PayloadReader(exchange.body(), blobs, admittance, room, new Signed(verification))) {
      JobId id = ids.next();
      Payload payload = reader.read(id, request.check());
      Optional<String> event = event(endpoint, verification, exchange, payload);
      if (event.isEmpty()) {
        return reply(enrolment.enrol(id, request, payload, endpoint.tenant()));
      }
      Optional<JobId> gone = seen.removed(endpoint.id(), event.get());
      if (gone.isPresent()) {
        enrolment.forget(id, payload);
        return reply(new Admission.Existing(gone.get()));
      }
      Admission admission =
          enrolment.enrol(id, request.under(event.get()), payload, endpoint.tenant());
      seen.note(endpoint.id(), event.get(), admission);
      return reply(admission);
    }
  }

  private IntakeRequest request(WebhookEndpoint endpoint, Exchange exchange) {
    WebhookEndpoint.Order order = endpoint.order();
    var wish =
        OrderCheck.wish(
            order.pipeline(), order.inputs(), endpoint.id(), Admittance.packed(exchange));
    // Names of collections were checked when the endpoint was set up.
    return admittance.request(wish, new Caller(endpoint.tenant(), "")).unseen();
  }

  private WebhookEndpoint find(String id) throws IOException {
    Optional<WebhookEndpoint> found =
        WebhookEndpoint.isId(id) ? book.get(id) : Optional.<WebhookEndpoint>empty();
    return found
        .filter(WebhookEndpoint::enabled)
        .orElseThrow(
            () ->
                HttpProblem.of(
                        Code.ENDPOINT_UNKNOWN,
                        "There is no endpoint '%s' that takes anything."
                            .formatted(Exchange.clip(id)))
                    .refused());
  }

  /** Why is not said: it would help only those who guess. */
  private static RuntimeException unsigned() {
    return HttpProblem.of(
            Code.SIGNATURE_MISSING,
            "The signature, its time or its header do not match what the endpoint expects.")
        .refused();
  }

  /**
   * What makes the event the same when it comes again. GitHub's and Stripe's ids are not signed as
   * such, but their bodies are, and hold them: so the body stands for itself.
   */
  private static Optional<String> event(
      WebhookEndpoint endpoint, Verification verification, Exchange exchange, Payload payload) {
    String prefix = "webhook/" + endpoint.id() + "/";
    return switch (endpoint.scheme()) {
      case STANDARD -> verification.id().map(id -> prefix + id);
      case GITHUB, STRIPE -> Optional.of(prefix + Enrolment.digest(payload));
      case HEADER -> IdempotencyKey.of(exchange).map(key -> prefix + key);
    };
  }

  private static Reply reply(Admission admission) {
    Optional<JobId> job = Enrolment.job(admission);
    if (job.isEmpty()) {
      return new Reply.Refused(Enrolment.refusal(admission));
    }
    var headers = new TreeMap<String, String>();
    headers.put("Location", JobLinks.job(job.get()));
    if (admission instanceof Admission.Existing) {
      headers.put(SubmitResource.REPLAYED, "true");
    }
    byte[] ticket = JobJson.ticket(job.get(), JobState.ACCEPTED);
    return new Reply.Whole(202, "application/json", headers, ticket);
  }

  private record Signed(Verification verification) implements Seal {
    @Override
    public void piece(ByteBuffer bytes) {
      verification.update(bytes);
    }

    @Override
    public void check() {
      if (!verification.holds()) {
        throw unsigned();
      }
    }
  }
}
