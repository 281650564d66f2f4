package dev.penstock.server.intake;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.blob.StoreFullException;
import dev.penstock.egress.Call;
import dev.penstock.egress.OutboundClient;
import dev.penstock.egress.Outcome;
import dev.penstock.egress.Troubles;
import dev.penstock.engine.Admission;
import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.job.JobResult;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.server.job.JobLinks;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gets a payload and submits the job that it is for. Every step may be done again: the job's
 * idempotency key names the fetch, so a fetch makes one job, however often it runs.
 */
final class FetchStage implements Stage {
  private static final Call.Limits LIMITS = new Call.Limits(Duration.ofHours(6), 1024);
  private static final int REDIRECTS = 5;
  private static final String GATE = "fetch/outside";

  private final OutboundClient client;
  private final SubmitResource.IntakeStores stores;
  private final Supplier<Catalog> catalog;
  private final long most;
  private final JobIds ids;
  private final Enrolment enrolment;

  FetchStage(
      OutboundClient client,
      SubmitResource.IntakeStores stores,
      Supplier<Catalog> catalog,
      long most) {
    this.client = client;
    this.stores = stores;
    this.catalog = catalog;
    this.most = most;
    this.ids = new JobIds(stores.clock());
    this.enrolment = new Enrolment(stores, ids);
  }

  @Override
  public StageResult run(StageContext context) throws IOException, InterruptedException {
    if (!(context.chunk().in() instanceof Payload.Inline inline)) {
      throw new IllegalArgumentException("no order to fetch stands in a blob");
    }
    FetchOrder order = FetchOrder.read(inline.bytes());
    String key = "fetch/" + context.chunk().job();
    try {
      IntakeRequest request = admittance().request(order.wish(), order.caller());
      if (order.urls().size() > 1) {
        return new FetchList(context, order.urls())
            .run((number, url) -> fetched(url, order, request.under(key + "/" + number)));
      }
      return fetched(order.urls().getFirst(), order, request.under(key));
    } catch (RefusedException e) {
      return StageResult.giveUp(e.problem().code().word(), e.problem().detail());
    }
  }

  private Admittance admittance() {
    return new Admittance(catalog.get(), stores.blobs(), IntakeLimits.of(most, 1), stores.rules());
  }

  private StageResult fetched(URI url, FetchOrder order, IntakeRequest request)
      throws IOException, InterruptedException {
    JobId id = ids.next();
    Payload payload;
    try (BlobWriter blob = blobs().create("jobs/" + id + "/payload", Hashing.IDENTITY)) {
      var pouring = new Pouring(blob, most);
      Outcome outcome = client.follow(Call.get(url, LIMITS), REDIRECTS, pouring);
      Optional<StageResult> trouble = trouble(outcome, pouring);
      if (trouble.isPresent()) {
        return trouble.get();
      }
      payload = Payload.stored(blob.publish());
    } catch (StoreFullException e) {
      return full();
    }
    return submitted(
        enrolment.enrol(id, request, payload, order.caller().tenant()), request, order);
  }

  private BlobStore blobs() {
    return stores.blobs();
  }

  private Optional<StageResult> trouble(Outcome outcome, Pouring pouring) throws IOException {
    InstantSource clock = stores.clock();
    Optional<StageResult> trouble = Troubles.of(outcome, GATE, clock.instant());
    if (trouble.isPresent()) {
      return trouble;
    }
    return switch (pouring.end()) {
      case FULL -> Optional.of(full());
      case TOO_LARGE ->
          Optional.of(
              StageResult.giveUp(
                  Code.PAYLOAD_TOO_LARGE.word(),
                  "More than %d bytes came; no more are taken (http.max-body).".formatted(most)));
      case NOTHING ->
          Optional.of(StageResult.giveUp(Code.PAYLOAD_EMPTY.word(), "The answer was empty."));
      case GOOD ->
          outcome instanceof Outcome.Answer(int _, var _, byte[] _, boolean whole, var _) && whole
              ? Optional.empty()
              : Optional.of(StageResult.retry("egress.broken", "The answer broke off."));
    };
  }

  private static StageResult full() {
    return new StageResult.RetryLater(
        new Problem(Code.STORE_FULL.word(), "There is no room for the payload."),
        Duration.ofMinutes(1));
  }

  private StageResult submitted(Admission admission, IntakeRequest request, FetchOrder order) {
    return switch (admission) {
      case Admission.Accepted(var id) -> done(admission, id, request, order);
      case Admission.Existing(var id) -> done(admission, id, request, order);
      case Admission.Joined(var id) -> done(admission, id, request, order);
      // An earlier run of this chunk submitted what the URL had then.
      case Admission.Conflict(var id) -> done(admission, id, request, order);
      case Admission.Busy(var after, var limit) ->
          new StageResult.RetryLater(
              new Problem(Code.ENGINE_BUSY.word(), "The limit on open " + limit + " is reached."),
              after);
    };
  }

  private StageResult done(
      Admission admission, JobId job, IntakeRequest request, FetchOrder order) {
    enrolment.watch(admission, request, order.caller().tenant());
    return StageResult.done(Tally.ofOk(1), Payload.NONE)
        .withResults(List.of(new JobResult.Link("job", "application/json", JobLinks.job(job))));
  }
}
