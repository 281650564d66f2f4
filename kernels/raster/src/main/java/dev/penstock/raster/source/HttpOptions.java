package dev.penstock.raster.source;

import java.time.Duration;

/**
 * How patient a source is.
 *
 * @param tries requests for one range at most
 * @param backoff the pause before the second try is random up to this; it doubles each time
 * @param longestPause a host that asks for more than this is not waited for: the item is tried
 *     again later, and others go on
 * @param perRequest the longest one request may take
 */
public record HttpOptions(int tries, Duration backoff, Duration longestPause, Duration perRequest) {
  public static final HttpOptions DEFAULT =
      new HttpOptions(4, Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(30));
}
