package dev.penstock.engine.sqlite;

import dev.penstock.job.StageProgress;
import dev.penstock.job.Tally;

/** The counters of one stage of one job. Kept in the job's row. */
final class StageRow {
  static final int WIDTH = 12;

  private final long[] chunks = new long[ChunkStatus.COUNT];
  private Tally items = Tally.ZERO;
  private long retries;

  static StageRow read(long[] row) {
    var stage = new StageRow();
    System.arraycopy(row, 0, stage.chunks, 0, 6);
    stage.items = new Tally(row[6], row[7], row[8], row[9], row[10]);
    stage.retries = row[11];
    return stage;
  }

  void write(StringBuilder out) {
    Json.row(
        out,
        chunks[0],
        chunks[1],
        chunks[2],
        chunks[3],
        chunks[4],
        chunks[5],
        items.ok(),
        items.repaired(),
        items.rejected(),
        items.dead(),
        items.duplicates(),
        retries);
  }

  long chunks(ChunkStatus status) {
    return chunks[status.place];
  }

  void add(ChunkStatus status, long more) {
    chunks[status.place] += more;
  }

  void settled(Tally more) {
    items = items.plus(more);
  }

  /** Takes items that are alive again off the dead ones. */
  void revived(long dead) {
    items = lessDead(items, dead);
  }

  static Tally lessDead(Tally items, long dead) {
    return new Tally(
        items.ok(), items.repaired(), items.rejected(), items.dead() - dead, items.duplicates());
  }

  long open() {
    return chunks(ChunkStatus.READY) + chunks(ChunkStatus.DELAYED) + chunks(ChunkStatus.RUNNING);
  }

  void retried() {
    retries++;
  }

  StageProgress progress(String name, long underway) {
    return new StageProgress(
        name,
        new StageProgress.Chunks(chunks[0], chunks[1], chunks[2], chunks[3], chunks[4], chunks[5]),
        items,
        underway,
        retries);
  }
}
