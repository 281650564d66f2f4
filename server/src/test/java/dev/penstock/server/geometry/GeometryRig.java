package dev.penstock.server.geometry;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.geojson.CutLimits;
import dev.penstock.geojson.InputLimits;
import dev.penstock.geometry.GeometryPipeline;
import dev.penstock.geometry.GeometrySettings;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.runtime.HostSettings;
import dev.penstock.runtime.PipelineHost;
import dev.penstock.store.embedded.GeoPackageStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The geometry pipeline with small chunks, so that small payloads have many. */
final class GeometryRig implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Bells bells = new Bells();
  final Engine engine =
      new MemoryEngine(InstantSource.system(), new Random(1), EngineLimits.DEFAULT, bells);
  final BlobStore blobs;
  final GeoPackageStore store;

  /** Whether only the stages that write to the store can reach it. */
  final AtomicBoolean storeIsFar = new AtomicBoolean();

  private final JobIds ids = new JobIds(InstantSource.system());
  private final Pipeline pipeline;
  private final PipelineHost host;

  GeometryRig(Path folder) throws IOException {
    this(folder, false);
  }

  /** The same with features refined in worker processes, or not. */
  GeometryRig(Path folder, boolean isolated) throws IOException {
    blobs = FileBlobStore.open(folder.resolve("blobs"), FileBlobStore.Settings.DEFAULT);
    store = GeoPackageStore.open(folder.resolve("features"), InstantSource.system());
    var settings =
        new GeometrySettings(
            2,
            32L << 20,
            100_000,
            1_000_000,
            new GeometrySettings.ChunkSize(2_000, 1_000, 5),
            new CutLimits(100_000, 64),
            InputLimits.DEFAULT,
            isolated);
    pipeline = GeometryPipeline.on(new RemoteStore(store, storeIsFar), settings);
    host =
        new PipelineHost(List.of(pipeline), engine, blobs, bells, HostSettings.of("test")).start();
  }

  /** Runs a payload to its end, inputs as {@code name=value}. */
  Job run(byte[] payload, String... inputs) throws IOException, InterruptedException {
    JobId id = ids.next();
    var submission =
        new Submission(
            id,
            "default",
            Plan.of(pipeline),
            "",
            values(inputs),
            stored(id, payload),
            Optional.empty());
    return toItsEnd(id, () -> engine.submit(submission) instanceof Admission.Accepted);
  }

  /** Replays all dead letters of a job, to its end. */
  Job replay(JobId id) throws InterruptedException {
    return toItsEnd(
        id, () -> engine.control(id, new Control.Replay(Set.of())) instanceof Changed.Applied);
  }

  private Job toItsEnd(JobId id, BooleanSupplier start) throws InterruptedException {
    var ended = new CountDownLatch(1);
    try (var watch =
        bells.onChange(
            changed -> {
              if (changed.equals(id) && ended(id)) {
                ended.countDown();
              }
            })) {
      if (!start.getAsBoolean()) {
        throw new AssertionError("refused");
      }
      if (!ended(id) && !ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still " + engine.log().job(id) + watch);
      }
    }
    return engine.log().job(id).orElseThrow();
  }

  Job run(String payload, String... inputs) throws IOException, InterruptedException {
    return run(payload.getBytes(StandardCharsets.UTF_8), inputs);
  }

  /** All features of a collection, in its order. */
  List<FeatureRow> features(String collection) throws IOException {
    var page = store.items(new FeatureCollections.Query(collection, null, "", 10_000));
    return page instanceof FeatureCollections.Page.Found found ? found.rows() : List.of();
  }

  /** The lines of all rejects of a job. */
  String rejects(Job job) throws IOException {
    var text = new StringBuilder();
    for (var rejects : engine.log().rejects(job.id(), 0, 1_000)) {
      try (var in = blobs.open(rejects.rejects().lines())) {
        text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  private InputValues values(String... inputs) {
    Map<String, List<String>> given =
        List.of(inputs).stream()
            .map(input -> input.split("=", 2))
            .collect(Collectors.toMap(i -> i[0], i -> new ArrayList<>(List.of(i[1]))));
    return ((Inputs.Reading.Accepted) pipeline.inputs().read(given)).values();
  }

  /** As intake does: small bodies travel in the record. */
  private Payload stored(JobId id, byte[] bytes) throws IOException {
    if (bytes.length <= Payload.MAX_INLINE) {
      return Payload.inline(bytes);
    }
    try (var blob = blobs.create("jobs/" + id + "/payload", Hashing.IDENTITY)) {
      blob.write(ByteBuffer.wrap(bytes));
      return Payload.stored(blob.publish());
    }
  }

  private boolean ended(JobId id) {
    return engine.log().job(id).map(job -> job.state().ended()).orElse(false);
  }

  @Override
  public void close() throws IOException {
    host.close();
    engine.close();
    store.close();
    blobs.close();
  }
}
