package dev.penstock.server.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One chunk as this process saw it. Used under its owner's lock. */
final class Cell {
  private static final int MOST_TRIES = 8;

  /** How a chunk stands; the later ones are the worse ones. */
  enum State {
    OK,
    SPLIT,
    CANCELLED,
    RELEASED,
    RUNNING,
    RETRY,
    DEAD;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One attempt.
   *
   * @param ended -1 while it runs
   * @param outcome empty while it runs
   * @param code of the problem, if it ended with one
   */
  record Try(
      int attempt,
      String worker,
      long fence,
      long began,
      long ended,
      String outcome,
      String code,
      String detail) {}

  final long number;
  final long items;
  final List<Try> tries = new ArrayList<>();
  State state = State.RUNNING;
  long until;
  long through;

  Cell(long number, long items) {
    this.number = number;
    this.items = items;
  }

  void begin(Try attempt, long leaseUntil) {
    end(attempt.began(), State.RETRY, "lapsed", "", "");
    if (tries.size() == MOST_TRIES) {
      tries.removeFirst();
    }
    tries.add(attempt);
    state = State.RUNNING;
    until = leaseUntil;
    through = 0;
  }

  /** Ends the attempt that runs, if one does. */
  boolean end(long now, State next, String outcome, String code, String detail) {
    if (tries.isEmpty() || tries.getLast().ended() >= 0) {
      return false;
    }
    Try open = tries.removeLast();
    tries.add(
        new Try(
            open.attempt(), open.worker(), open.fence(), open.began(), now, outcome, code, detail));
    state = next;
    return true;
  }

  long millis() {
    Try last = tries.getLast();
    return last.ended() < 0 ? -1 : last.ended() - last.began();
  }
}
