package dev.penstock.server.watch;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of one stage of one job. Used under its owner's lock. */
final class Strip {
  /** More chunks of one stage are counted, not kept. */
  private static final int MOST = 4_000;

  final Lane lane;
  final TreeMap<Long, Cell> cells = new TreeMap<>();
  final Spread took = new Spread();
  long untold;

  Strip(long origin) {
    this.lane = new Lane(origin);
  }

  /** The job has ended: what seemed to wait or to run was cancelled, or ended elsewhere. */
  void settle() {
    for (Cell cell : cells.values()) {
      if (cell.state == Cell.State.RETRY || cell.state == Cell.State.RUNNING) {
        cell.state = Cell.State.CANCELLED;
      }
    }
  }

  /** The chunk, known from here on; null beyond what is kept. */
  @Nullable Cell cell(long number, long items) {
    Cell known = cells.get(number);
    if (known != null || cells.size() >= MOST) {
      untold += known == null ? 1 : 0;
      return known;
    }
    var cell = new Cell(number, items);
    cells.put(number, cell);
    return cell;
  }
}
