package dev.penstock.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a host behaves.
 *
 * @param worker this process, as operators see it in leases; not used for correctness
 * @param tick how often delayed and lapsed chunks are looked for
 * @param sweep how often leftovers are looked for
 * @param retention how long an ended job is kept; its payload, results and events go with it
 * @param share which part of the work is this host's
 */
public record HostSettings(
    String worker, Duration tick, Duration sweep, Duration retention, Share share) {
  public static HostSettings of(String worker) {
    return new HostSettings(
        worker, Duration.ofMillis(250), Duration.ofSeconds(2), Duration.ofDays(7), Share.ALL);
  }

  public HostSettings retention(Duration retention) {
    return new HostSettings(worker, tick, sweep, retention, share);
  }

  public HostSettings share(Share share) {
    return new HostSettings(worker, tick, sweep, retention, share);
  }

  /**
   * Part of the work of all hosts on one engine.
   *
   * @param stages as {@code pipeline/stage}; absent: all
   * @param sweeps whether it clears what ended jobs leave, for which it needs every store open
   */
  public record Share(Optional<Set<String>> stages, boolean sweeps) {
    /** Everything. */
    public static final Share ALL = new Share(Optional.empty(), true);

    public Share {
      stages = stages.map(Set::copyOf);
    }

    boolean has(String pipeline, String stage) {
      return stages.map(some -> some.contains(pipeline + "/" + stage)).orElse(true);
    }
  }
}
