package dev.penstock.stac;

import java.time.Duration;

/**
 * What one search may cost.
 *
 * @param pages read of a search, or files of a static catalogue
 * @param items found
 * @param answerBytes of one page
 * @param tries requests for one page at most
 * @param backoff the pause before the second try is random up to this; it doubles each time
 * @param longestPause a catalogue that asks for more than this is not waited for
 * @param perRequest the longest one request may take
 */
public record StacLimits(
    int pages,
    int items,
    int answerBytes,
    int tries,
    Duration backoff,
    Duration longestPause,
    Duration perRequest) {
  public static final StacLimits DEFAULT =
      new StacLimits(
          500,
          50_000,
          32 << 20,
          4,
          Duration.ofMillis(300),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60));
}
