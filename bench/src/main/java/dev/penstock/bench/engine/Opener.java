package dev.penstock.bench.engine;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.sqlite.SqliteEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/** Opens an engine on an empty folder. */
@FunctionalInterface
interface Opener {
  OpenEngine open(Path folder) throws IOException;

  static Opener sqlite() {
    return folder -> {
      var bells = new Bells();
      Engine engine =
          SqliteEngine.open(
              folder, InstantSource.system(), new SplittableRandom(1), EngineLimits.DEFAULT, bells);
      return new OpenEngine(engine, bells, () -> {});
    };
  }

  /**
   * An engine on a Redis of its own.
   *
   * @param engine opens it, given the server's URL and the bells to ring
   */
  static Opener redis(RedisServer.Sync sync, BiFunction<String, Bells, Engine> engine) {
    return folder -> {
      var bells = new Bells();
      RedisServer server = RedisServer.start(folder, sync);
      return new OpenEngine(engine.apply(server.url(), bells), bells, server);
    };
  }
}
