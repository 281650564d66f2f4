package dev.penstock.engine.redis;

import dev.penstock.engine.EngineUnavailableException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How safe the Redis is now. Somebody may set it up differently while it runs, and a replica that
 * takes over may be set up differently from the start.
 */
final class Outlook {
  private static final Logger LOG = LoggerFactory.getLogger(Outlook.class);

  private final Link link;
  private final RedisSettings settings;
  private final long every;
  private volatile Standing standing;
  private volatile long looked = System.nanoTime();

  /**
   * @param every how long a look is good for
   */
  Outlook(Link link, RedisSettings settings, Standing found, Duration every) {
    this.link = link;
    this.settings = settings;
    this.standing = found;
    this.every = every.toNanos();
  }

  Standing standing() {
    return standing;
  }

  /** Looks again when it is time. What works on goes on: to stop here would help nobody. */
  void look() {
    long now = System.nanoTime();
    if (now - looked < every) {
      return;
    }
    looked = now;
    Standing found = Standing.of(link, settings);
    if (!found.equals(standing)) {
      standing = found;
      LOG.warn("Redis is set up differently now. {}", found.sentence());
      try {
        found.check(settings.risky());
      } catch (EngineUnavailableException e) {
        LOG.error("Jobs are in danger: {}", e.getMessage());
      }
    }
  }
}
