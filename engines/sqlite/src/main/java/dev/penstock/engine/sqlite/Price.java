package dev.penstock.engine.sqlite;

import dev.penstock.blob.Payload;
import dev.penstock.engine.Turns;
import dev.penstock.pipeline.Toll;
import java.util.Optional;

/**
 * What a claim of a chunk takes.
 *
 * @param toll from a gate, beside that of the stage
 * @param cost from its tenant's turn, see {@link Turns#cost}
 */
record Price(Optional<Toll> toll, long cost) {
  /** Of the chunks that most stages are given. */
  private static final Price LOWEST = new Price(Optional.empty(), 1);

  static Price of(Optional<Toll> toll, long cost) {
    return toll.isEmpty() && cost == 1 ? LOWEST : new Price(toll, cost);
  }

  static Price of(Optional<Toll> toll, Payload in) {
    return of(toll, Turns.cost(in));
  }

  /** Whether it takes more of a turn than the others. */
  boolean heavy() {
    return cost > 1;
  }
}
