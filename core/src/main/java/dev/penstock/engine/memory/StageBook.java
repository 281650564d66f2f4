package dev.penstock.engine.memory;

import dev.penstock.engine.memory.Chunk.Status;
import dev.penstock.job.StageProgress;
import dev.penstock.job.Tally;

/** One stage of one job in numbers. */
final class StageBook {
  private final String name;
  private final StatusCounts chunks = new StatusCounts();
  private Tally items = Tally.ZERO;
  private long underway;
  private long retries;

  StageBook(String name) {
    this.name = name;
  }

  void count(Status status, int change) {
    chunks.add(status, change);
  }

  void settle(Tally tally) {
    items = items.plus(tally);
  }

  void revive(long dead) {
    items = lessDead(items, dead);
  }

  void through(long change) {
    underway += change;
  }

  void retried() {
    retries++;
  }

  StageProgress progress() {
    return new StageProgress(
        name,
        new StageProgress.Chunks(
            chunks.of(Status.READY),
            chunks.of(Status.DELAYED),
            chunks.of(Status.RUNNING),
            chunks.of(Status.DONE),
            chunks.of(Status.DEAD),
            chunks.of(Status.CANCELLED)),
        items,
        underway,
        retries);
  }

  /** Takes items that are alive again off the dead ones. */
  static Tally lessDead(Tally items, long dead) {
    return new Tally(
        items.ok(), items.repaired(), items.rejected(), items.dead() - dead, items.duplicates());
  }
}
