package dev.penstock.runtime;

import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineUnavailableException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the engine do what time alone brings. */
final class Ticker {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  private final Engine engine;
  private final Rhythm rhythm;

  Ticker(Engine engine, Duration every) {
    this.engine = engine;
    this.rhythm = new Rhythm("ticks", every, this::tick);
  }

  void start() {
    rhythm.start();
  }

  Optional<String> fallen() {
    return rhythm.fallen();
  }

  void stop() {
    rhythm.stop();
  }

  private void tick() {
    try {
      var ticked = engine.tick();
      if (ticked.lapsed() > 0) {
        LOG.warn("took back {} chunks whose lease had run out", ticked.lapsed());
      }
    } catch (EngineUnavailableException e) {
      LOG.debug("no tick: {}", e.getMessage());
    }
  }
}
