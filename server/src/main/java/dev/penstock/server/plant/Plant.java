package dev.penstock.server.plant;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.callback.CallbacksPipeline;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.JobQuery;
import dev.penstock.engine.sqlite.SqliteEngine;
import dev.penstock.job.JobState;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.runtime.HostSettings;
import dev.penstock.runtime.PipelineHost;
import dev.penstock.schedule.SlotSubmits;
import dev.penstock.schedule.Timetable;
import dev.penstock.server.backup.Backups;
import dev.penstock.server.config.HttpSettings;
import dev.penstock.server.http.Backends;
import dev.penstock.server.intake.FetchPipeline;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.stream.CompletionsPipeline;
import dev.penstock.server.stream.StreamIntake;
import dev.penstock.server.watch.Lookout;
import dev.penstock.server.watch.Watch;
import dev.penstock.store.embedded.registry.SqliteScheduleBook;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
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
  private final Ledgers ledgers;
  private final Farms farms;
  private final Catalog catalog;
  private final @Nullable Desk desk;
  private final Path uploads;
  private final Optional<Backups> backups;
  private final PipelineHost host;
  private final Watch watch;
  private @Nullable Lookout lookout;
  private final Optional<StreamIntake> streams;

  private Plant(Opening parts, Bells bells, HostSettings settings) {
    this.engine = parts.engine;
    this.bells = bells;
    this.blobs = parts.blobs;
    this.features = parts.features;
    this.ledgers = parts.ledgers;
    this.farms = parts.farms;
    this.catalog = parts.catalog;
    this.desk = parts.desk;
    this.uploads = parts.uploads;
    this.backups = parts.backups;
    this.watch = parts.watch;
    this.host = new PipelineHost(catalog.pipelines(), engine, blobs, bells, settings);
    this.streams =
        parts.desk == null
            ? Optional.empty()
            : parts
                .desk
                .registry()
                .streams(engine, blobs, catalog, host.courtesy()::arrived, parts.consumer);
  }

  /**
   * Opens everything. Nothing runs until {@link #start}.
   *
   * @throws dev.penstock.engine.EngineUnavailableException when another process owns the folder;
   *     the message names it
   */
  public static Plant open(DataFolder data, PlantSettings settings) throws IOException {
    var bells = new Bells();
    var watch = new Watch(InstantSource.system());
    var blobSettings =
        new FileBlobStore.Settings(settings.reserve(), FileBlobStore.Settings.DEFAULT.slice());
    var open = new ArrayDeque<Closeable>();
    try {
      Engine bare = Engines.open(data, settings.fleet(), settings.limits(), bells);
      open.push(bare::close);
      Engine watched = watch.on(bare);
      settings.prices().limit(bare.gates());
      FileBlobStore blobs = FileBlobStore.open(data.blobs(), blobSettings);
      open.push(blobs::close);
      Features features = Features.open(data, settings.fleet(), settings.reserve());
      open.push(features);
      Registry registry =
          settings.fleet().role().hasStore() ? Registry.open(data, settings.outside()) : null;
      if (registry != null) {
        open.push(registry);
      }
      Engine engine = registry == null ? watched : registry.announcing(watched);
      Pipeline callbacks =
          registry == null ? CallbacksPipeline.declared() : registry.callbacks(engine);
      Ledgers ledgers = Ledgers.open(data, settings.fleet());
      open.push(ledgers);
      Farms farms = Farms.open(data, settings);
      open.push(farms);
      var known = new AtomicReference<Catalog>();
      Pipeline fetches =
          registry == null
              ? FetchPipeline.declared()
              : registry.fetches(engine, blobs, () -> opened(known), () -> {});
      Pipeline completions =
          registry == null ? CompletionsPipeline.declared() : registry.completions(engine);
      var desks =
          new Offers.Desks(
              List.of(callbacks, fetches, completions),
              ledgers.stores(),
              farms.stores(),
              farms.way());
      Catalog catalog = Offers.on(features.store(), desks, data.pluginData(), settings);
      known.set(catalog);
      Desk desk =
          registry == null ? null : new Desk(registry, timetable(registry, engine, catalog));
      var host =
          HostSettings.of(worker()).retention(settings.retention()).share(settings.fleet().share());
      return new Plant(
          new Opening(
              engine,
              blobs,
              features,
              ledgers,
              farms,
              catalog,
              desk,
              data.uploads(),
              WorkerName.of(data),
              bare instanceof SqliteEngine sqlite
                  ? Optional.of(backups(data, new PlantCopy(data, sqlite, blobs, features)))
                  : Optional.empty(),
              watch),
          bells,
          host);
    } catch (IOException | RuntimeException e) {
      closeAll(open, e);
      throw e;
    }
  }

  private static Backups backups(DataFolder data, PlantCopy all) {
    return new Backups(data.backups(), all, InstantSource.system());
  }

  private static Catalog opened(AtomicReference<Catalog> known) {
    return Objects.requireNonNull(known.get(), "nothing runs before all is open");
  }

  /** The schedules of the data folder, in the process that has its stores. */
  private static Timetable timetable(Registry registry, Engine engine, Catalog catalog) {
    var clock = InstantSource.system();
    SqliteScheduleBook book = registry.schedules();
    var submits =
        new SlotSubmits(engine, name -> catalog.offered(name).map(Offer::pipeline), clock);
    return Timetable.of(book, book, submits, clock);
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
    return WorkerName.here();
  }

  /** Starts working, on what an earlier process left too. */
  public Plant start() {
    host.start();
    lookout = Lookout.start(watch, engine);
    return this;
  }

  /** Jobs that have not ended, as far as a page goes, by what they are called. */
  Interrupted openJobs() {
    var query =
        new JobQuery(
            TENANT,
            Optional.empty(),
            Set.of(JobState.ACCEPTED, JobState.RUNNING),
            Optional.empty(),
            Optional.empty(),
            1_000);
    return Interrupted.of(engine.log().jobs(query), catalog);
  }

  /** Starts to take what comes by itself: slots of schedules, entries of a stream. */
  Plant startSchedules() {
    if (desk != null) {
      desk.timetable().scheduler().start();
    }
    streams.ifPresent(StreamIntake::start);
    return this;
  }

  public Engine engine() {
    return engine;
  }

  public BlobStore blobs() {
    return blobs;
  }

  /** Where they can be made. */
  public Optional<Backups> backups() {
    return backups;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Bells bells() {
    return bells;
  }

  /**
   * Refuses an address that others can reach, as long as no key would keep them out.
   *
   * @throws UnguardedException that says what to do
   */
  void checkReach(DataFolder data, HttpSettings http) throws IOException {
    if (!http.here() && !desk().registry().guarded()) {
      throw new UnguardedException(http.host(), data.path());
    }
  }

  private Desk desk() {
    return Objects.requireNonNull(desk, "this process has no stores");
  }

  /** What the HTTP API stands on. */
  Backends backends() {
    Registry registry = desk().registry();
    return Backends.of(
            engine,
            bells,
            blobs,
            catalog,
            new Backends.Stores(
                features.collections(),
                desk().timetable(),
                registry.parts(engine),
                registry.webhooks(),
                registry.access(),
                ledgers.accounts(),
                farms.parts(),
                uploads))
        .before(
            new Backends.Work(
                host.courtesy()::arrived,
                host::workers,
                this::fallen,
                backups,
                watch,
                streams.map(StreamIntake::counts)));
  }

  private List<String> fallen() {
    var fallen = new ArrayList<>(host.fallen());
    if (desk != null && !desk.timetable().scheduler().running()) {
      fallen.add("schedules");
    }
    if (streams.isPresent() && !streams.get().running()) {
      fallen.add("streams");
    }
    return List.copyOf(fallen);
  }

  /**
   * Lets chunks in hand finish for as long as {@code grace}; what is interrupted then goes on at
   * the next start.
   */
  public void stop(Duration grace) throws IOException {
    streams.ifPresent(StreamIntake::close);
    if (desk != null) {
      desk.timetable().close();
    }
    host.stop(grace);
    if (lookout != null) {
      lookout.close();
    }
    if (desk != null) {
      desk.registry().close();
    }
    farms.close();
    ledgers.close();
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
      Ledgers ledgers,
      Farms farms,
      Catalog catalog,
      @Nullable Desk desk,
      Path uploads,
      String consumer,
      Optional<Backups> backups,
      Watch watch) {}

  /** What only the process with the stores has. */
  private record Desk(Registry registry, Timetable timetable) {}
}
