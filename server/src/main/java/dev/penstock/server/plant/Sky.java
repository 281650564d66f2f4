package dev.penstock.server.plant;

import dev.penstock.egress.OutboundClient;
import dev.penstock.ndvi.scene.Imagery;
import dev.penstock.raster.source.Access;
import dev.penstock.server.config.SceneSource;
import dev.penstock.stac.StacClient;
import dev.penstock.stac.StacLimits;
import java.util.Optional;

/**
 * Where scenes may come from.
 *
 * @param source where they are looked for when nobody says where
 * @param files whether a job may name a catalogue on this machine: only where the person who runs
 *     it sits at it
 */
public record Sky(SceneSource source, boolean files) {
  private static final long MOST_CACHE = 512L << 20;

  /** For a job that the person at this machine runs. */
  static Sky ofThisMachine() {
    return new Sky(SceneSource.NOWHERE, true);
  }

  /** For jobs that come from elsewhere. */
  static Sky served(SceneSource source) {
    return new Sky(source, false);
  }

  /**
   * The way to scenes.
   *
   * @param client the guarded way out; empty where nothing is sent
   */
  Imagery imagery(Optional<OutboundClient> client) {
    var way = new GuardedWay(client);
    long cache = Math.min(MOST_CACHE, Runtime.getRuntime().maxMemory() / 5);
    return new Imagery(
        new StacClient(way::ask, StacLimits.DEFAULT), Access.of(way::get), files, cache);
  }
}
