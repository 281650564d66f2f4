package dev.penstock.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The gates of an engine: named limits on what chunks ask of the outside, shared by all processes
 * of the engine and kept over restarts. A chunk names its gate in a {@link
 * dev.penstock.pipeline.Toll}; every chunk also passes the gate of its stage, {@link
 * dev.penstock.pipeline.Toll#stageGate}. A gate that nobody has set lets everything through. Each
 * method is one atomic step, and survives what the engine's {@link Durability} says. Thread-safe.
 */
public interface Gates {
  /** Sets what a gate lets through from now on; what runs goes on. */
  void set(String gate, GateLimits limits);

  /**
   * Closes a gate until a time; {@link Instant#MAX}: until {@link #resume}. Never sooner than it is
   * closed for already.
   */
  void pause(String gate, Instant until);

  /** Opens a gate again. */
  void resume(String gate);

  /**
   * Takes permits of the gate's rate for a call made inside a chunk.
   *
   * <p>Where the answer is lost ({@link EngineUnavailableException}) the permits may be taken or
   * not, and whoever asks again may pay for them twice. That costs time, once: a permit is of a
   * rate and comes again with the period, nobody has to give it back, and never more calls go
   * through than the rate allows.
   *
   * @return zero: they are taken; otherwise nothing was taken, and after this time it is worth
   *     asking again
   */
  Duration take(String gate, int permits);

  /** All gates that were set or paused, or through which chunks run, by name. */
  List<Standing> list();

  /**
   * How a gate stands.
   *
   * @param inUse weight of the chunks that run through it
   * @param pausedUntil when it opens; in the past: it is open
   */
  record Standing(String gate, GateLimits limits, long inUse, Instant pausedUntil) {
    public boolean paused(Instant now) {
      return pausedUntil.isAfter(now);
    }
  }
}
