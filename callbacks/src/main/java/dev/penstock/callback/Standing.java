package dev.penstock.callback;

import java.time.Instant;
import java.util.Optional;

/**
 * How an endpoint fares.
 *
 * @param failures in a row
 * @param failingSince the first of them
 * @param disabled why nothing is sent there any more, if we gave up on it
 */
public record Standing(int failures, Optional<Instant> failingSince, Optional<String> disabled) {
  /** Nothing is wrong. */
  public static final Standing WELL = new Standing(0, Optional.empty(), Optional.empty());

  /** After one more failure. */
  public Standing failed(Instant now) {
    return new Standing(failures + 1, failingSince.or(() -> Optional.of(now)), disabled);
  }
}
