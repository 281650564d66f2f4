package dev.penstock.callback;

import dev.penstock.blob.Payload;
import dev.penstock.engine.FollowUp;
import dev.penstock.engine.JobLog;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.Toll;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Finds out who is to be told, and of what; each delivery becomes a chunk. */
final class AddressStage implements Stage {
  private static final Duration CLEARING = Duration.ofHours(1);

  private final JobLog jobs;
  private final CallbackBooks books;
  private final CallbackSettings settings;
  private final InstantSource clock;
  private final EventBody bodies;
  private final Replaying replaying;
  private final AtomicReference<Instant> cleared = new AtomicReference<>(Instant.EPOCH);

  AddressStage(JobLog jobs, CallbackBooks books, CallbackSettings settings, InstantSource clock) {
    this.jobs = jobs;
    this.books = books;
    this.settings = settings;
    this.clock = clock;
    this.bodies = new EventBody(settings.publicUrl());
    this.replaying = new Replaying(books.deliveries());
  }

  @Override
  public StageResult run(StageContext context) throws IOException {
    clear();
    Optional<Job> own = jobs.job(context.chunk().job());
    if (own.isEmpty()) {
      return StageResult.giveUp("callback.forgotten", "The job of this callback is gone.");
    }
    String tenant = own.get().order().tenant();
    InputValues inputs = context.inputs();
    if (inputs.optional(CallbackOrders.WATCHED).isPresent()) {
      return watch(context, tenant);
    }
    if (inputs.optional(CallbackOrders.REPLAY).isPresent()) {
      return replaying.run(context, tenant);
    }
    Optional<String> test = inputs.optional(CallbackOrders.TEST);
    List<Delivery> deliveries =
        test.isPresent()
            ? test(new EndpointKey(tenant, test.get()), context.chunk().job())
            : ended(tenant, inputs);
    books.deliveries().open(deliveries);
    return StageResult.done(Tally.ofOk(deliveries.size()), spawns(deliveries));
  }

  /** The log forgets what is old; looked at now and then, by whoever passes. */
  private void clear() throws IOException {
    Instant now = clock.instant();
    Instant last = cleared.get();
    if (last.plus(CLEARING).isBefore(now) && cleared.compareAndSet(last, now)) {
      books.deliveries().expire(now.minus(settings.keep()));
    }
  }

  private List<Delivery> ended(String tenant, InputValues inputs) throws IOException {
    var job = new JobId(inputs.text(FollowUp.JOB));
    String status = inputs.text(FollowUp.STATUS);
    String id = "%s-%s-%s".formatted(job, inputs.text(FollowUp.ROUND), status);
    JobState state = JobState.valueOf(status.toUpperCase(Locale.ROOT));
    var head = head(id, EventType.of(state), job);
    Optional<Job> facts = jobs.job(job);
    Optional<String> target = inputs.optional(CallbackOrders.TARGET);
    if (target.isPresent()) {
      Event event = event(facts, status, head, Format.STANDARD);
      URI uri = URI.create(target.get());
      return List.of(Delivery.of(EndpointKey.ofJobs(tenant), uri, event));
    }
    String pipeline = facts.map(known -> known.order().pipeline()).orElse("");
    return books.subscriptions().open().stream()
        .filter(each -> each.key().tenant().equals(tenant))
        .filter(each -> each.wants(head.type(), pipeline))
        .map(
            each ->
                Delivery.of(each.key(), each.target(), event(facts, status, head, each.format())))
        .toList();
  }

  private Event event(Optional<Job> facts, String status, Event head, Format format) {
    return facts
        .map(job -> bodies.of(job, head, format))
        .orElseGet(() -> bodies.ofRemoved(head.job().orElseThrow(), status, head, format));
  }

  private Event head(String id, EventType type, JobId job) {
    return new Event(id, type, Optional.of(job), clock.instant(), "", new byte[0]);
  }

  private List<Delivery> test(EndpointKey key, JobId own) throws IOException {
    Optional<Endpoint> endpoint = books.subscriptions().get(key);
    if (endpoint.isEmpty()) {
      return List.of();
    }
    Subscription to = endpoint.get().subscription();
    var head =
        new Event(
            "test-" + own, EventType.TEST, Optional.empty(), clock.instant(), "", new byte[0]);
    return List.of(Delivery.of(key, to.target(), bodies.ofTest(head, to.format())));
  }

  /** Looks at a job again and again until it ends; what is new since the last look is told. */
  private StageResult watch(StageContext context, String tenant) throws IOException {
    var watched = new JobId(context.inputs().text(CallbackOrders.WATCHED));
    Optional<Job> job = jobs.job(watched).filter(each -> each.order().tenant().equals(tenant));
    if (job.isEmpty() || job.get().state().ended()) {
      return StageResult.done(Tally.ZERO, List.of());
    }
    String stand = job.get().state().word() + "-" + percent(job.get());
    byte[] cursor = stand.getBytes(StandardCharsets.US_ASCII);
    String before =
        context.chunk().cursor().map(old -> new String(old, StandardCharsets.US_ASCII)).orElse("");
    if (stand.equals(before) || job.get().state() == JobState.ACCEPTED) {
      context.checkpoint(cursor, Tally.ZERO, List.of(), null);
    } else {
      String id = "%s-%d-%s".formatted(watched, job.get().outcome().round(), stand);
      Event head = head(id, EventType.IN_PROGRESS, watched);
      URI target = URI.create(context.inputs().text(CallbackOrders.TARGET));
      Event event = bodies.of(job.get(), head, Format.STANDARD);
      var told = List.of(Delivery.of(EndpointKey.ofJobs(tenant), target, event));
      books.deliveries().open(told);
      context.checkpoint(cursor, Tally.ofOk(1), spawns(told), null);
    }
    return new StageResult.RetryLater(
        new Problem("callback.watching", "The job still runs."), settings.look());
  }

  private static long percent(Job job) {
    return job.in() == 0 ? 0 : 100 * job.items().in() / job.in();
  }

  static List<Spawn> spawns(List<Delivery> deliveries) {
    return deliveries.stream().map(AddressStage::spawn).toList();
  }

  private static Spawn spawn(Delivery delivery) {
    EndpointKey key = delivery.endpoint();
    String name = key.tenant() + "/" + delivery.id();
    String gate =
        key.id().equals(EndpointKey.OF_JOBS)
            ? CallbacksPipeline.hostGate(delivery.target())
            : key.gate();
    return Spawn.of(Payload.inline(name.getBytes(StandardCharsets.UTF_8)), Tally.ofOk(1))
        .through(Toll.of(gate));
  }
}
