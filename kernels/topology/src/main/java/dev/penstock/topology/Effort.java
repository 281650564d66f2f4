package dev.penstock.topology;

/**
 * How much work polygons may take, in boxes looked at. Boxes do not tell long slanting edges apart:
 * without a limit, a fan of a million of them would be compared each with each. An interrupt of the
 * thread exhausts it too; the thread stays interrupted.
 */
final class Effort {
  private static final long AT_LEAST = 400_000_000;
  private static final long PER_POSITION = 2_000;

  /** Some hundredths of a second: so soon is an interrupt seen. */
  private static final long LOOK_EVERY = 1_000_000;

  private final long given;
  private final boolean once;
  private long limit = -1;
  private long spent;
  private long nextLook;
  private boolean started;

  /** The usual effort: a few seconds, or a few microseconds a position. */
  Effort() {
    this(-1);
  }

  /** An effort of so many steps, whatever the polygons. */
  Effort(long steps) {
    this(steps, false);
  }

  private Effort(long steps, boolean once) {
    this.given = steps;
    this.once = once;
  }

  /** The usual effort for all searches together, by the positions of the first. */
  static Effort ofAllRounds() {
    return new Effort(-1, true);
  }

  /** Starts over for so many positions. */
  void start(int positions) {
    if (once && started) {
      return;
    }
    started = true;
    limit = given >= 0 ? given : AT_LEAST + PER_POSITION * positions;
    spent = 0;
    nextLook = LOOK_EVERY;
  }

  void spend(long steps) {
    spent += steps;
    if (spent > nextLook) {
      nextLook = spent + LOOK_EVERY;
      if (Thread.currentThread().isInterrupted()) {
        limit = -1;
      }
    }
  }

  boolean isExhausted() {
    return spent > limit;
  }

  long spent() {
    return spent;
  }
}
