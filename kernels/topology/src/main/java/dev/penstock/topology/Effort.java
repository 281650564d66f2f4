package dev.penstock.topology;

/**
 * How much work polygons may take, in boxes looked at. Boxes do not tell long slanting edges apart:
 * without a limit, a fan of a million of them would be compared each with each.
 */
final class Effort {
  private static final long AT_LEAST = 400_000_000;
  private static final long PER_POSITION = 2_000;

  private final long given;
  private long limit;
  private long spent;

  /** The usual effort: a few seconds, or a few microseconds a position. */
  Effort() {
    this(-1);
  }

  /** An effort of so many steps, whatever the polygons. */
  Effort(long steps) {
    this.given = steps;
  }

  /** Starts over for so many positions. */
  void start(int positions) {
    limit = given >= 0 ? given : AT_LEAST + PER_POSITION * positions;
    spent = 0;
  }

  void spend(long steps) {
    spent += steps;
  }

  boolean isExhausted() {
    return spent > limit;
  }

  long spent() {
    return spent;
  }
}
