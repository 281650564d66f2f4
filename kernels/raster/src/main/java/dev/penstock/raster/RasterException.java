package dev.penstock.raster;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A raster could not be read, or not be measured. The message is one sentence for the user. */
public final class RasterException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;
  private final transient Optional<Duration> pause;

  public RasterException(Fault fault, String message) {
    this(fault, message, Optional.empty());
  }

  /**
   * @param pause how long the host asked to be left alone
   */
  public RasterException(Fault fault, String message, Optional<Duration> pause) {
    super(message);
    this.fault = fault;
    this.pause = pause;
  }

  /** What went wrong. */
  public Fault fault() {
    return fault;
  }

  /** How long the host asked to be left alone; empty if it did not. */
  public Optional<Duration> pause() {
    return pause;
  }
}
