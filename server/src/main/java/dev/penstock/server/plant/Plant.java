package dev.penstock.server.plant;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.JobQuery;
import dev.penstock.job.JobState;
import dev.penstock.runtime.HostSettings;
import dev.penstock.runtime.PipelineHost;
import dev.penstock.schedule.ScheduleBook;
import dev.penstock.schedule.SlotSubmits;
import dev.penstock.schedule.Timetable;
import dev.penstock.server.http.Backends;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.store.embedded.registry.SqliteScheduleBook;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that works on one data folder in one process. Opened in the order in which a payload
 * passes: engine, blobs, stores, pipelines, schedules, host; closed in reverse. HTTP stands in
 * front of it and is a {@link Served}; {@code penstock run} does without.
 *
 * <p>One process owns a folder: the engine's lock refuses a second one before it touches anything.
 */
public final class Plant implements AutoCloseable {
  /** Whose jobs there are, until access control exists. */
  private static final String TENANT = "default";

  private final Engine engine;
  private final Bells bells;
  private final BlobStore blobs;
  private final Features features;
  private final Catalog catalog;
  private final @Nullable Timetable timetable;
  private final PipelineHost host;

  private Plant(Opening parts, Bells bells, HostSettings settings) {
    this.engine = parts.engine;
    this.bells = bells;
    this.blobs = parts.blobs;
    this.features = parts.features;
    this.catalog = parts.catalog;
    this.timetable = parts.timetable;
    this.host = new PipelineHost(catalog.pipelines(), engine, blobs, bells, settings);
  }

  /**
   * Opens everything. Nothing runs until {@link #start}.
   *
   * @throws dev.penstock.engine.EngineUnavailableException when another process owns the folder;
   *     the message names it
   */
  public static Plant open(DataFolder data, PlantSettings settings) throws IOException {
    var bells = new Bells();
    var blobSettings =
        new FileBlobStore.Settings(settings.reserve(), FileBlobStore.Settings.DEFAULT.slice());
    var open = new ArrayDeque<Closeable>();
    try {
      Engine engine = Engines.open(data, settings.fleet(), settings.limits(), bells);
      open.push(engine::close);
      BlobStore blobs = FileBlobStore.open(data.blobs(), blobSettings);
      open.push(blobs::close);
      Features features = Features.open(data, settings.fleet(), settings.reserve());
      open.push(features);
      Catalog catalog = Offers.on(features.store(), data.pluginData(), settings);
      Timetable timetable =
          settings.fleet().role().hasStore() ? timetable(data, engine, catalog, open) : null;
      var host =
          HostSettings.of(worker()).retention(settings.retention()).share(settings.fleet().share());
      return new Plant(new Opening(engine, blobs, features, catalog, timetable), bells, host);
    } catch (IOException | RuntimeException e) {
      closeAll(open, e);
      throw e;
    }
  }

  /** The schedules of the data folder, in the process that has its stores. */
  private static Timetable timetable(
      DataFolder data, Engine engine, Catalog catalog, Deque<Closeable> open) throws IOException {
    var clock = InstantSource.system();
    ScheduleBook book = SqliteScheduleBook.open(data.registry());
    open.push(book::close);
    var submits = new SlotSubmits(engine, name -> catalog.named(name).map(Offer::pipeline), clock);
    return Timetable.of(book, submits, clock);
  }

  /** The last opened first; what fails besides goes along with the reason. */
  private static void closeAll(Iterable<Closeable> open, Exception reason) {
    for (Closeable part : open) {
      try {
        part.close();
      } catch (IOException | RuntimeException e) {
        reason.addSuppressed(e);
      }
    }
  }

  private static String worker() {
    return "pid-" + ProcessHandle.current().pid();
  }

  /** Starts working, on what an earlier process left too. */
  public Plant start() {
    host.start();
    return this;
  }

  /** Jobs that have not ended, as far as a page goes. */
  long openJobs() {
    var query =
        new JobQuery(
            TENANT,
            Optional.empty(),
            Set.of(JobState.ACCEPTED, JobState.RUNNING),
            Optional.empty(),
            Optional.empty(),
            1_000);
    return engine.log().jobs(query).size();
  }

  /** Starts to submit the slots of schedules; a plant that runs one job does without. */
  Plant startSchedules() {
    if (timetable != null) {
      timetable.scheduler().start();
    }
    return this;
  }

  public Engine engine() {
    return engine;
  }

  public BlobStore blobs() {
    return blobs;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Bells bells() {
    return bells;
  }

  /** What the HTTP API stands on. */
  Backends backends() {
    return Backends.of(
            engine,
            bells,
            blobs,
            catalog,
            new Backends.Stores(features.collections(), Objects.requireNonNull(timetable)))
        .before(new Backends.Work(host.courtesy()::arrived, host::workers));
  }

  /**
   * Lets chunks in hand finish for as long as {@code grace}; what is interrupted then goes on at
   * the next start.
   */
  public void stop(Duration grace) throws IOException {
    if (timetable != null) {
      timetable.close();
    }
    host.stop(grace);
    features.close();
    blobs.close();
    engine.close();
  }

  @Override
  public void close() throws IOException {
    stop(Duration.ZERO);
  }

  private record Opening(
      Engine engine,
      BlobStore blobs,
      Features features,
      Catalog catalog,
      @Nullable Timetable timetable) {}
}
