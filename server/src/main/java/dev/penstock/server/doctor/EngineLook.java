package dev.penstock.server.doctor;

import dev.penstock.engine.Bells;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.StageGauge;
import dev.penstock.engine.redis.RedisEngine;
import dev.penstock.engine.redis.RedisSettings;
import dev.penstock.engine.sqlite.EngineFile;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.server.config.Fleet;
import dev.penstock.server.health.Stranded;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Looks into the engine for jobs that would wait for ever. */
final class EngineLook {
  private final Path folder;
  private final Fleet fleet;
  private final List<Pipeline> pipelines;

  /**
   * @param folder of the engine, where it is a file
   * @param pipelines that a server would offer
   */
  EngineLook(Path folder, Fleet fleet, List<Pipeline> pipelines) {
    this.folder = folder;
    this.fleet = fleet;
    this.pipelines = pipelines;
  }

  Finding versions() {
    try {
      List<Stranded> stranded = Stranded.of(gauges(), pipelines);
      return stranded.isEmpty()
          ? Finding.ok("versions", "whatever waits is understood here")
          : Finding.warn(
              "versions",
              stranded.stream().map(Stranded::sentence).collect(Collectors.joining(" ")));
    } catch (EngineUnavailableException e) {
      return Finding.bad("versions", "what waits cannot be read: " + e.getMessage());
    }
  }

  private List<StageGauge> gauges() {
    var clock = InstantSource.system();
    if (fleet.engine().equals(Fleet.SQLITE)) {
      return EngineFile.gauges(folder, clock);
    }
    try (var engine =
        RedisEngine.open(
            fleet.engine(),
            RedisSettings.of(fleet.engine()),
            clock,
            RandomGenerator.getDefault(),
            EngineLimits.DEFAULT,
            new Bells())) {
      return engine.log().gauges();
    }
  }
}
