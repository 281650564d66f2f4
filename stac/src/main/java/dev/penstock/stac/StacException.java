package dev.penstock.stac;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A catalogue gave no usable answer. The message is one sentence for the user. */
public final class StacException extends IOException {
  private static final long serialVersionUID = 1L;

  private final StacFault fault;
  private final transient Optional<Duration> pause;

  StacException(StacFault fault, String message) {
    this(fault, message, Optional.empty());
  }

  StacException(StacFault fault, String message, Optional<Duration> pause) {
    super(message);
    this.fault = fault;
    this.pause = pause;
  }

  /** What went wrong. */
  public StacFault fault() {
    return fault;
  }

  /** How long the catalogue asked to be left alone; empty if it did not. */
  public Optional<Duration> pause() {
    return pause;
  }
}
