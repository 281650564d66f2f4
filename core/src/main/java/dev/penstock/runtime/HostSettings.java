package dev.penstock.runtime;

import java.time.Duration;

/**
 * How a host behaves.
 *
 * @param worker this process, as operators see it in leases; not used for correctness
 * @param tick how often delayed and lapsed chunks are looked for
 * @param sweep how often leftovers are looked for
 * @param retention how long an ended job is kept; its payload, results and events go with it
 */
public record HostSettings(String worker, Duration tick, Duration sweep, Duration retention) {
  public static HostSettings of(String worker) {
    return new HostSettings(
        worker, Duration.ofMillis(250), Duration.ofSeconds(2), Duration.ofDays(7));
  }

  public HostSettings retention(Duration retention) {
    return new HostSettings(worker, tick, sweep, retention);
  }
}
