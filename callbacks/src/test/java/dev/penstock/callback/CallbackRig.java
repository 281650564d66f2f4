package dev.penstock.callback;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.egress.Cidr;
import dev.penstock.egress.EgressRules;
import dev.penstock.egress.OutboundClient;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Terms;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.runtime.HostSettings;
import dev.penstock.runtime.PipelineHost;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A whole engine and host with the callbacks pipeline and one that does what its payload says. */
final class CallbackRig implements AutoCloseable {
  static final String TENANT = "acme";
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final CallbackSettings QUICK =
      new CallbackSettings(
          "https://jobs.example",
          List.of(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(5)),
          Duration.ofSeconds(5),
          Duration.ofHours(1),
          Duration.ofMillis(20),
          Duration.ofDays(1));

  final MemoryCallbacks books = new MemoryCallbacks();
  final CountDownLatch release = new CountDownLatch(1);
  final Audience audience;
  final Engine engine;
  final PipelineHost host;
  private final Pipeline work;
  private final BlobStore blobs;
  private final OutboundClient client;

  CallbackRig(Path folder, CallbackSettings settings) throws IOException {
    var bells = new Bells();
    var clock = InstantSource.system();
    audience = new Audience(books);
    engine =
        new AnnouncingEngine(
            new MemoryEngine(clock, new Random(1), EngineLimits.DEFAULT, bells), List.of(audience));
    blobs = FileBlobStore.open(folder, FileBlobStore.Settings.DEFAULT);
    client =
        OutboundClient.of(
            EgressRules.PUBLIC.allowing(List.of(Cidr.parse("127.0.0.0/8"))), "penstock-test");
    work =
        new Pipeline("work", 1, "Works.", Inputs.of(), List.of(StageSpec.start("do", this::work)));
    Pipeline callbacks = CallbacksPipeline.on(engine, books.books(), client, settings, clock);
    host =
        new PipelineHost(List.of(work, callbacks), engine, blobs, bells, HostSettings.of("test"))
            .start();
  }

  private StageResult work(StageContext context) throws InterruptedException {
    String what =
        context.chunk().in() instanceof Payload.Inline inline
            ? new String(inline.bytes(), StandardCharsets.UTF_8)
            : "";
    if (what.equals("hold")) {
      release.await();
    }
    return what.equals("fail")
        ? StageResult.giveUp("work.failed", "It was to fail.")
        : StageResult.done(Tally.ofOk(3), Payload.NONE);
  }

  /** Submits a job that does this; it may name addresses. */
  JobId submit(String what, Optional<URI> successful, Optional<URI> failed) {
    var submission =
        new Submission(
            JobId.next(InstantSource.system()),
            TENANT,
            Plan.of(work),
            "harvest",
            new InputValues(Map.of()),
            Payload.inline(what.getBytes(StandardCharsets.UTF_8)),
            Optional.empty(),
            Terms.PLAIN.followedBy(CallbackOrders.toJobs(successful, failed)));
    return submit(submission);
  }

  JobId submit(Submission submission) {
    if (engine.submit(submission) instanceof Admission.Accepted(var id)) {
      return id;
    }
    throw new AssertionError("not accepted: " + submission);
  }

  JobId submit(String what) {
    return submit(what, Optional.empty(), Optional.empty());
  }

  EndpointKey subscribe(String id, URI target, Format format) throws IOException {
    var key = new EndpointKey(TENANT, id);
    books.put(
        new Subscription(
            key,
            target,
            Set.of(EventType.SUCCESSFUL, EventType.FAILED),
            Set.of(),
            format,
            true,
            Instant.now()));
    CallbacksPipeline.limit(engine, key);
    audience.reload();
    return key;
  }

  /** The job, when it has ended. */
  Job ended(JobId id) throws InterruptedException {
    return host.ended(id, PATIENCE).orElseThrow();
  }

  /** The callback jobs there are, when they have all ended. */
  List<Job> callbacks() throws InterruptedException {
    var query =
        new JobQuery(
            TENANT,
            Optional.of(CallbacksPipeline.NAME),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            100);
    for (Job job : engine.log().jobs(query)) {
      ended(job.id());
    }
    return engine.log().jobs(query);
  }

  List<Delivery> deliveries() {
    return books.list(
        new DeliveryQuery(
            TENANT,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            DeliveryQuery.Range.ALL,
            Optional.empty(),
            100));
  }

  @Override
  public void close() throws IOException {
    release.countDown();
    host.close();
    client.close();
    blobs.close();
    engine.close();
  }
}
