package dev.penstock.bench.engine;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.redis.RedisEngine;
import dev.penstock.engine.redis.RedisSettings;
import dev.penstock.engine.sqlite.SqliteEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SplittableRandom;

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

  /** An engine on a Redis of its own. */
  static Opener redis(RedisServer.Sync sync) {
    return folder -> {
      var bells = new Bells();
      RedisServer server = RedisServer.start(folder, sync);
      Engine engine =
          RedisEngine.open(
              server.url(),
              RedisSettings.DEFAULT,
              InstantSource.system(),
              new SplittableRandom(1),
              EngineLimits.DEFAULT,
              bells);
      return new OpenEngine(engine, bells, server);
    };
  }
}
