package dev.penstock.runtime.worker;

import java.io.IOException;

/**
 * A stage ended without a result, and its worker is fine: a blob was not to be had, a checkpoint
 * was refused, or it was told to stop. The cause is what the stage would have thrown here.
 */
final class Ended extends Exception {
  Ended(Exception cause) {
    super(cause);
  }

  /** Throws what the stage would have thrown here. */
  Outcome rethrow() throws IOException, InterruptedException {
    switch (getCause()) {
      case IOException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case null, default -> throw new IllegalStateException(this);
    }
  }
}
