package dev.penstock.store.embedded.farm;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsCode;
import dev.penstock.crs.Transform;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.job.JobResult;
import dev.penstock.ndvi.NdviPipeline;
import dev.penstock.ndvi.NdviSettings;
import dev.penstock.ndvi.scene.Imagery;
import dev.penstock.ndvi.store.FarmStates;
import dev.penstock.ndvi.store.FarmView;
import dev.penstock.ndvi.store.Observation;
import dev.penstock.ndvi.store.ObservationStore;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.raster.source.Access;
import dev.penstock.raster.source.HeadCache;
import dev.penstock.raster.source.HttpOptions;
import dev.penstock.raster.source.JdkSender;
import dev.penstock.raster.source.Signer;
import dev.penstock.runtime.HostSettings;
import dev.penstock.runtime.PipelineHost;
import dev.penstock.stac.StacClient;
import dev.penstock.stac.StacLimits;
import dev.penstock.testkit.imagery.SceneServer;
import dev.penstock.testkit.imagery.SceneSketch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ndvi pipeline on its store, with a catalogue of made-up scenes and little patience. */
final class FarmRig implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.shared();
  private static final RetryPolicy PATIENCE =
      new RetryPolicy(3, 3, Duration.ofMillis(5), Duration.ofMillis(20));

  final SceneServer scenes = new SceneServer();
  final SqliteFarms store;
  final Engine engine;
  private final Bells bells = new Bells();
  private final BlobStore blobs;
  private final JobIds ids = new JobIds(InstantSource.system());
  private final JdkSender sender = new JdkSender();
  private final Pipeline pipeline;
  private final PipelineHost host;

  FarmRig(Path folder) throws IOException {
    this(folder, 3, store -> store);
  }

  FarmRig(Path folder, int farmsInChunk, UnaryOperator<ObservationStore> between)
      throws IOException {
    engine = new MemoryEngine(InstantSource.system(), new Random(1), EngineLimits.DEFAULT, bells);
    blobs = FileBlobStore.open(folder.resolve("blobs"), FileBlobStore.Settings.DEFAULT);
    store = SqliteFarms.open(folder.resolve("farms"), InstantSource.system());
    var quick =
        new HttpOptions(2, Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofSeconds(2));
    var limits =
        new StacLimits(
            50,
            10_000,
            8 << 20,
            2,
            Duration.ofMillis(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(2));
    var imagery =
        new Imagery(
            new StacClient(new PlainStac(), limits),
            new Access(sender, Signer.NONE, quick, new HeadCache(1 << 20)),
            true,
            64 << 20);
    pipeline =
        NdviPipeline.on(
            new NdviPipeline.Stores(store, between.apply(store), store),
            imagery,
            new NdviSettings(
                4, farmsInChunk, Duration.ofSeconds(3), Duration.ofSeconds(10), PATIENCE),
            InstantSource.system());
    host =
        new PipelineHost(List.of(pipeline), engine, blobs, bells, HostSettings.of("test")).start();
  }

  Job run(String payload, String... inputs) throws InterruptedException {
    return await(submit(payload, inputs));
  }

  Job await(JobId id) throws InterruptedException {
    return host.ended(id, Duration.ofSeconds(60)).orElseThrow();
  }

  JobId submit(String payload, String... inputs) {
    JobId id = ids.next();
    var given = new LinkedHashMap<String, List<String>>();
    given.put("stac", List.of(scenes.catalogue().toString()));
    given.put("from", List.of("2026-06-01"));
    given.put("to", List.of("2026-06-30"));
    for (String input : inputs) {
      String[] parts = input.split("=", 2);
      given.put(parts[0], List.of(parts[1]));
    }
    if (!(pipeline.inputs().read(given) instanceof Inputs.Reading.Accepted(var values))) {
      throw new IllegalArgumentException(pipeline.inputs().read(given).toString());
    }
    engine.submit(
        new Submission(
            id, "default", Plan.of(pipeline), "", values, Payload.text(payload), Optional.empty()));
    return id;
  }

  /**
   * A collection of square farms, given by the columns and rows of the scenes: {@code a 10 20 8}.
   */
  static String farms(String... squares) {
    var features = new ArrayList<String>();
    for (String square : squares) {
      String[] words = square.split(" ", -1);
      features.add(
          farm(
              words[0],
              Integer.parseInt(words[1]),
              Integer.parseInt(words[2]),
              Integer.parseInt(words[3])));
    }
    return "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}";
  }

  static String farm(String id, int column, int row, int size) {
    double[] corners = new double[10];
    int[][] steps = {{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}};
    for (int i = 0; i < steps.length; i++) {
      corners[2 * i] = SceneSketch.LEFT + 10 * (column + steps[i][0] * size);
      corners[2 * i + 1] = SceneSketch.TOP - 10 * (row + steps[i][1] * size);
    }
    Transform.between(CrsCatalog.standard().get(CrsCode.epsg(32632)), CrsCatalog.crs84())
        .apply(corners, 0, 5, 2);
    var ring = new ArrayList<String>();
    for (int i = 0; i < corners.length; i += 2) {
      ring.add(String.format(Locale.ROOT, "[%.9f,%.9f]", corners[i], corners[i + 1]));
    }
    return "{\"type\":\"Feature\",\"id\":\"%s\",\"properties\":{\"name\":\"Farm %s\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[%s]]}}"
        .formatted(id, id, String.join(",", ring));
  }

  JsonNode state(String farm) throws IOException {
    return JSON.readTree(
        FarmStates.json(store.state("default", farm).orElseThrow(), System.currentTimeMillis()));
  }

  /** The same once no job looks at it any more: the host lets go of what failed jobs held. */
  JsonNode quiet(String farm) throws IOException {
    JsonNode state = state(farm);
    while (state.has("job")) {
      Thread.onSpinWait();
      state = state(farm);
    }
    return state;
  }

  List<Observation> observations(String farm) throws IOException {
    var all = new ArrayList<Observation>();
    store.observations(
        new FarmView.Span(
            "default",
            farm,
            store.one("default", farm).orElseThrow().version(),
            "",
            0,
            Long.MAX_VALUE),
        all::add);
    return all;
  }

  /** Every reject of a job, as it was written. */
  String rejects(Job job) throws IOException {
    var text = new StringBuilder();
    for (var rejects : engine.log().rejects(job.id(), 0, 1_000)) {
      try (var in = blobs.open(rejects.rejects().lines())) {
        text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  byte[] result(Job job, String name) throws IOException {
    for (JobResult result : job.outcome().results()) {
      if (result instanceof JobResult.Stored stored && stored.name().equals(name)) {
        try (InputStream in = blobs.open(stored.blob())) {
          return in.readAllBytes();
        }
      }
    }
    throw new AssertionError("no result " + name);
  }

  @Override
  public void close() throws IOException {
    scenes.close();
    host.close();
    store.close();
    blobs.close();
    engine.close();
    sender.close();
  }
}
