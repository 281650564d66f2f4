package dev.penstock.engine.memory;

import dev.penstock.engine.GateBook;
import dev.penstock.engine.GateLimits;
import dev.penstock.engine.Gates;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** The gates of a {@link MemoryEngine}, each call one of its atomic steps. */
final class MemoryGates implements Gates {
  /** Runs something as one step of the engine. */
  interface Atomically {
    <T> T run(Supplier<T> step);
  }

  private final GateBook book;
  private final Board board;
  private final InstantSource clock;
  private final Atomically atomically;

  MemoryGates(GateBook book, Board board, InstantSource clock, Atomically atomically) {
    this.book = book;
    this.board = board;
    this.clock = clock;
    this.atomically = atomically;
  }

  @Override
  public void set(String gate, GateLimits limits) {
    atomically.run(
        () -> {
          board.free(gate, book.set(gate, limits, clock.instant()));
          return true;
        });
  }

  @Override
  public void pause(String gate, Instant until) {
    atomically.run(
        () -> {
          book.pause(gate, until);
          return true;
        });
  }

  @Override
  public void resume(String gate) {
    atomically.run(
        () -> {
          board.free(gate, book.resume(gate));
          return true;
        });
  }

  @Override
  public Duration take(String gate, int permits) {
    return atomically.run(() -> book.take(gate, permits, clock.instant()));
  }

  @Override
  public List<Standing> list() {
    return atomically.run(book::list);
  }
}
