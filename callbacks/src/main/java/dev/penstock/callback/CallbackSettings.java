package dev.penstock.callback;

import java.time.Duration;
import java.util.List;

/**
 * How deliveries are made.
 *
 * @param publicUrl what links in events start with; empty: they are relative
 * @param waits before each further attempt; when they are used up, a delivery has failed
 * @param timeout of one attempt
 * @param patience how long an endpoint may fail without a break before we give up on it
 * @param look how often the progress of a job is looked at for those who want to hear of it
 * @param keep how long deliveries stay in the log
 */
public record CallbackSettings(
    String publicUrl,
    List<Duration> waits,
    Duration timeout,
    Duration patience,
    Duration look,
    Duration keep) {
  /** Ten attempts over three days; an endpoint that fails for five days is given up. */
  public static final CallbackSettings DEFAULT =
      new CallbackSettings(
          "",
          List.of(
              Duration.ofSeconds(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(14),
              Duration.ofHours(20),
              Duration.ofHours(24)),
          Duration.ofSeconds(20),
          Duration.ofDays(5),
          Duration.ofSeconds(5),
          Duration.ofDays(30));

  public CallbackSettings {
    waits = List.copyOf(waits);
  }

  /** The same, with links that start so. */
  public CallbackSettings publicUrl(String url) {
    return new CallbackSettings(url, waits, timeout, patience, look, keep);
  }
}
