package dev.penstock.server.http;

import dev.penstock.access.AuditBook;
import dev.penstock.access.KeyBook;
import dev.penstock.access.Keyring;
import dev.penstock.access.Tokens;
import dev.penstock.blob.BlobStore;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.runtime.worker.PoolView;
import dev.penstock.schedule.Timetable;
import dev.penstock.server.backup.Backups;
import dev.penstock.server.callback.CallbackParts;
import dev.penstock.server.farm.FarmParts;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.stream.StreamCounts;
import dev.penstock.server.watch.Watch;
import dev.penstock.transactions.view.Accounts;
import dev.penstock.webhook.WebhookBook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the HTTP API stands on. It owns none of it: who started it, stops it, after the API.
 *
 * @param bells of the engine, for who waits for a job
 * @param work what goes on behind it
 * @param heartbeat how long an event stream stays silent at most
 */
public record Backends(
    Engine engine,
    Bells bells,
    BlobStore blobs,
    Catalog catalog,
    Stores stores,
    Work work,
    Duration heartbeat) {
  /**
   * What is read and kept besides jobs.
   *
   * @param uploads folder for payloads that come in parts
   */
  public record Stores(
      FeatureCollections collections,
      Timetable schedules,
      CallbackParts callbacks,
      WebhookBook webhooks,
      Access access,
      Accounts accounts,
      FarmParts farms,
      Path uploads) {}

  /** Who may do what, and who did. */
  public record Access(Keyring keyring, KeyBook keys, AuditBook audit, Tokens tokens) {}

  /**
   * What goes on behind the API in the same process.
   *
   * @param arrived told of every payload that is taken in
   * @param workers how the worker processes are
   * @param fallen the threads that should run and do not
   * @param backups of all of it, where they can be made
   * @param watch what was seen of it
   * @param streams what became of entries, where there is a stream
   */
  public record Work(
      Runnable arrived,
      Supplier<List<PoolView>> workers,
      Supplier<List<String>> fallen,
      Optional<Backups> backups,
      Watch watch,
      Optional<StreamCounts> streams) {
    static final Work NONE =
        new Work(
            () -> {},
            List::of,
            List::of,
            Optional.empty(),
            new Watch(InstantSource.system()),
            Optional.empty());
  }

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  public static Backends of(
      Engine engine, Bells bells, BlobStore blobs, Catalog catalog, Stores stores) {
    return new Backends(engine, bells, blobs, catalog, stores, Work.NONE, HEARTBEAT);
  }

  public Backends heartbeat(Duration heartbeat) {
    return new Backends(engine, bells, blobs, catalog, stores, work, heartbeat);
  }

  /** The same in front of this work. */
  public Backends before(Work work) {
    return new Backends(engine, bells, blobs, catalog, stores, work, heartbeat);
  }
}
