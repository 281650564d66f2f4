package dev.penstock.server.http;

import dev.penstock.blob.BlobStore;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.schedule.Timetable;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.transactions.view.Accounts;
import java.time.Duration;

/**
 * What the HTTP API stands on. It owns none of it: who started it, stops it, after the API.
 *
 * @param bells of the engine, for who waits for a job
 * @param arrived told of every payload that is taken in
 * @param tenant whose jobs the API sees; one, until access control exists
 * @param heartbeat how long an event stream stays silent at most
 */
public record Backends(
    Engine engine,
    Bells bells,
    BlobStore blobs,
    Catalog catalog,
    Stores stores,
    Runnable arrived,
    String tenant,
    Duration heartbeat) {
  /** What is read and kept besides jobs. */
  public record Stores(FeatureCollections collections, Timetable schedules, Accounts accounts) {}

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  public static Backends of(
      Engine engine, Bells bells, BlobStore blobs, Catalog catalog, Stores stores) {
    return new Backends(engine, bells, blobs, catalog, stores, () -> {}, "default", HEARTBEAT);
  }

  public Backends heartbeat(Duration heartbeat) {
    return new Backends(engine, bells, blobs, catalog, stores, arrived, tenant, heartbeat);
  }

  /** Has somebody told of every payload that is taken in. */
  public Backends telling(Runnable arrived) {
    return new Backends(engine, bells, blobs, catalog, stores, arrived, tenant, heartbeat);
  }
}
