package dev.penstock.server.http;

import dev.penstock.access.Keyring;
import dev.penstock.access.MemoryAccess;
import dev.penstock.access.Tokens;
import dev.penstock.callback.Audience;
import dev.penstock.callback.MemoryCallbacks;
import dev.penstock.egress.EgressRules;
import dev.penstock.engine.Engine;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.schedule.Timetable;
import dev.penstock.server.callback.CallbackParts;
import dev.penstock.webhook.MemoryWebhooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** Stores of a server that nobody needs a key for and nobody listens to. */
final class TestStores {
  private TestStores() {}

  static Backends.Stores of(
      FeatureCollections features, Timetable timetable, Engine engine, Path folder) {
    var clock = InstantSource.system();
    var callbacks = new MemoryCallbacks();
    var keys = new MemoryAccess();
    try {
      return new Backends.Stores(
          features,
          timetable,
          new CallbackParts(
              callbacks.books(), new Audience(callbacks), engine, EgressRules.PUBLIC, "", clock),
          new MemoryWebhooks(),
          new Backends.Access(new Keyring(keys, clock), keys, keys, Tokens.NONE),
          NoLedger.accounts(),
          NoFarms.parts(),
          folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
