package dev.penstock.topology;

/**
 * How much work polygons may take, counted: boxes looked at, points sorted in, directions followed.
 * Boxes do not tell long slanting edges apart: without a limit, a fan of a million of them would be
 * compared each with each. An interrupt of the thread exhausts it too; the thread stays
 * interrupted.
 *
 * <p>A step takes about 10 ns, so that the usual effort ends within some seconds, and within 20 µs
 * a position. Real polygons take 20 steps a position.
 */
final class Effort {
  static final long AT_LEAST = 400_000_000;
  static final long PER_POSITION = 2_000;

  /** Some hundredths of a second: so soon is an interrupt seen. */
  private static final long LOOK_EVERY = 1_000_000;

  private final long atLeast;
  private final long perPosition;
  private final boolean once;
  private long limit = -1;
  private long spent;
  private long nextLook;
  private boolean started;
  private boolean interrupted;

  /** The usual effort, anew for each search. */
  Effort() {
    this(AT_LEAST, PER_POSITION, false);
  }

  /** An effort of so many steps, whatever the polygons, anew for each search. */
  Effort(long steps) {
    this(steps, 0, false);
  }

  private Effort(long atLeast, long perPosition, boolean once) {
    this.atLeast = atLeast;
    this.perPosition = perPosition;
    this.once = once;
  }

  /** An effort for all searches of a repair together, by the positions of the first. */
  static Effort ofRepair(RepairLimits limits) {
    return new Effort(limits.stepsAtLeast(), limits.stepsPerPosition(), true);
  }

  /** Starts over for so many positions. */
  void start(int positions) {
    if (once && started) {
      return;
    }
    started = true;
    interrupted = false;
    limit = atLeast + perPosition * positions;
    spent = 0;
    nextLook = LOOK_EVERY;
  }

  void spend(long steps) {
    spent += steps;
    if (spent > nextLook) {
      nextLook = spent + LOOK_EVERY;
      if (Thread.currentThread().isInterrupted()) {
        interrupted = true;
        limit = -1;
      }
    }
  }

  boolean isExhausted() {
    return spent > limit;
  }

  /** Whether it was an interrupt that exhausted it. */
  boolean isInterrupted() {
    return interrupted;
  }

  long spent() {
    return spent;
  }
}
