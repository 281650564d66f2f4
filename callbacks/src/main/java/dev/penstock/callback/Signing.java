package dev.penstock.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The secrets of an endpoint.
 *
 * @param former the one before, which signs too for a while, so that receivers can change over
 */
public record Signing(SigningSecret current, Optional<Former> former) {
  /** How long the secret before a rotation signs beside the new one. */
  public static final Duration OVERLAP = Duration.ofHours(24);

  /** A secret on its way out. */
  public record Former(SigningSecret secret, Instant until) {}

  public static Signing with(SigningSecret secret) {
    return new Signing(secret, Optional.empty());
  }

  /** The same endpoint with a new secret. */
  public Signing rotated(SigningSecret fresh, Instant now) {
    return new Signing(fresh, Optional.of(new Former(current, now.plus(OVERLAP))));
  }

  /** Those that sign now. */
  List<SigningSecret> at(Instant now) {
    Stream<SigningSecret> before =
        former.filter(old -> old.until().isAfter(now)).map(Former::secret).stream();
    return Stream.concat(Stream.of(current), before).toList();
  }
}
