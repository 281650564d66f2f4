package dev.penstock.engine.sqlite;

import dev.penstock.engine.GateLimits;
import dev.penstock.engine.Gates;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The gates of a {@link SqliteEngine}, each call a verb of its own. */
final class SqliteGates implements Gates {
  private final CommitQueue queue;
  private final GateRows rows;
  private final InstantSource clock;

  SqliteGates(CommitQueue queue, GateRows rows, InstantSource clock) {
    this.queue = queue;
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public void set(String gate, GateLimits limits) {
    queue.run(
        t -> {
          t.gates.set(gate, limits, clock.instant());
          return true;
        });
  }

  @Override
  public void pause(String gate, Instant until) {
    queue.run(
        t -> {
          t.gates.pause(gate, until);
          return true;
        });
  }

  @Override
  public void resume(String gate) {
    queue.run(
        t -> {
          t.gates.resume(gate);
          return true;
        });
  }

  /** Whoever asks at a gate that nobody has set does not disturb the writer. */
  @Override
  public Duration take(String gate, int permits) {
    return rows.limits(gate)
        ? queue.run(t -> t.gates.take(gate, permits, clock.instant()))
        : Duration.ZERO;
  }

  @Override
  public List<Standing> list() {
    return queue.run(t -> t.gates.list(), false);
  }
}
