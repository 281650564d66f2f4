package dev.penstock.server.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the client would like (RFC 7240). Preferences that cannot be read are ignored, as the RFC
 * asks.
 *
 * @param async the client prefers not to wait
 * @param patience how long the client is ready to wait; at most {@link #LONGEST_WAIT}
 */
public record Prefer(boolean async, Optional<Duration> patience) {
  public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Prefer NOTHING = new Prefer(false, Optional.empty());

  static Prefer of(List<String> headers) {
    if (headers.isEmpty()) {
      return NOTHING;
    }
    boolean async = false;
    Optional<Duration> patience = Optional.empty();
    for (String header : headers) {
      for (String part : header.split("[,;]", -1)) {
        String preference = part.strip().toLowerCase(Locale.ROOT);
        if (preference.equals("respond-async")) {
          async = true;
        } else if (preference.matches("wait *= *\"?[0-9]{1,9}\"?")) {
          long seconds = Long.parseLong(preference.replaceAll("[^0-9]", ""));
          patience = Optional.of(Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT.toSeconds())));
        }
      }
    }
    return new Prefer(async, patience);
  }

  /** The value of {@code Preference-Applied}; empty when nothing was asked for. */
  public Optional<String> applied() {
    var applied = new ArrayList<String>();
    if (async) {
      applied.add("respond-async");
    }
    patience.ifPresent(time -> applied.add("wait=" + time.toSeconds()));
    return applied.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", applied));
  }
}
