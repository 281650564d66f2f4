package dev.penstock.engine.memory;

/** Where a chunk belongs: position of its stage, barrier group, round. One row of counts each. */
record Seat(int stage, String group, int round) {
  Seat next() {
    return new Seat(stage + 1, group, round);
  }
}
