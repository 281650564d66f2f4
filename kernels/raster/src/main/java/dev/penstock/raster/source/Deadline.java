package dev.penstock.raster.source;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import java.time.Duration;

/**
 * When one item has to be done, so that a slow scene never holds the others.
 *
 * @param nanos the moment, on the clock of {@link System#nanoTime}
 */
public record Deadline(long nanos) {

  /** So much time from now. */
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** What is left of it. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }

  /** Whether there is more time left than that. */
  public boolean allows(Duration time) {
    return left().compareTo(time) > 0;
  }

  static RasterException passed(String name) {
    return new RasterException(Fault.TIMEOUT, "The time for " + name + " is over.");
  }
}
