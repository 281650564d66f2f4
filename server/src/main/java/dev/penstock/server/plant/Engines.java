package dev.penstock.server.plant;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.redis.RedisEngine;
import dev.penstock.engine.redis.RedisSettings;
import dev.penstock.engine.sqlite.SqliteEngine;
import dev.penstock.server.config.Fleet;
import java.io.IOException;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Opens the engine that somebody configured. */
final class Engines {
  private Engines() {}

  /**
   * The engine, open.
   *
   * @throws dev.penstock.engine.EngineUnavailableException when it cannot be reached, or another
   *     process owns the folder
   */
  static Engine open(DataFolder data, Fleet fleet, EngineLimits limits, Bells bells)
      throws IOException {
    var clock = InstantSource.system();
    RandomGenerator jitter = RandomGenerator.getDefault();
    return fleet.engine().equals(Fleet.SQLITE)
        ? SqliteEngine.open(data.engine(), clock, jitter, limits, bells)
        : RedisEngine.open(
            fleet.engine(), RedisSettings.of(fleet.engine()), clock, jitter, limits, bells);
  }
}
