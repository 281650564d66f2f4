package dev.penstock.server.plant;

import dev.penstock.access.Keyring;
import dev.penstock.callback.AnnouncingEngine;
import dev.penstock.callback.Audience;
import dev.penstock.callback.CallbackSettings;
import dev.penstock.callback.CallbacksPipeline;
import dev.penstock.egress.OutboundClient;
import dev.penstock.engine.Engine;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.server.callback.CallbackParts;
import dev.penstock.server.config.Outside;
import dev.penstock.server.http.Backends;
import dev.penstock.store.embedded.registry.SqliteRegistry;
import dev.penstock.store.embedded.registry.SqliteScheduleBook;
import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;

/**
 * What operators set up, and the way out to whom they name: open in the process that has the
 * stores.
 */
final class Registry implements Closeable {
  private static final InstantSource CLOCK = InstantSource.system();

  private final SqliteRegistry file;
  private final OutboundClient client;
  private final Audience audience;
  private final Outside outside;
  private final Keyring keyring;

  private Registry(SqliteRegistry file, OutboundClient client, Audience audience, Outside outside) {
    this.file = file;
    this.client = client;
    this.audience = audience;
    this.outside = outside;
    this.keyring = new Keyring(file.keys(), CLOCK);
  }

  static Registry open(DataFolder data, Outside outside) throws IOException {
    SqliteRegistry file = SqliteRegistry.open(data.registry());
    try {
      var client = OutboundClient.of(outside.rules(), "Penstock (callbacks)");
      var audience = new Audience(file.callbacks().subscriptions());
      return new Registry(file, client, audience, outside);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The engine whose jobs are announced to those who subscribed. */
  Engine announcing(Engine engine) {
    return new AnnouncingEngine(engine, audience);
  }

  Pipeline callbacks(Engine engine) {
    CallbackSettings settings = CallbackSettings.DEFAULT.publicUrl(outside.publicUrl());
    return CallbacksPipeline.on(engine, file.callbacks(), client, settings, CLOCK);
  }

  SqliteScheduleBook schedules() {
    return file.schedules();
  }

  Keyring keyring() {
    return keyring;
  }

  Backends.Access access() {
    return new Backends.Access(keyring, file.keys(), file.audit());
  }

  CallbackParts parts(Engine engine) {
    return new CallbackParts(file.callbacks(), audience, engine, outside.rules(), CLOCK);
  }

  @Override
  public void close() throws IOException {
    try (file) {
      client.close();
    }
  }
}
