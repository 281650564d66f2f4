package dev.penstock.topology;

/**
 * How much work the repair of polygons may take, counted and not timed: the same polygons end in
 * the same way on every machine.
 *
 * @param mostDefects places where edges cross or overlap; polygons of more positions may have as
 *     many as positions. With more, the polygons are hardly what was meant.
 * @param mostRounds how often points may be inserted until no edge meets another but in its ends
 * @param stepsAtLeast steps that any polygons may take, about 10 ns each
 * @param stepsPerPosition steps that come on top for each position
 */
public record RepairLimits(
    long mostDefects, int mostRounds, long stepsAtLeast, long stepsPerPosition) {
  /**
   * 250,000 defects, ten rounds, some seconds. Real data has 2,500 defects in two million
   * positions, and needs one round, or two.
   */
  public static final RepairLimits DEFAULT =
      new RepairLimits(250_000, 10, Effort.AT_LEAST, Effort.PER_POSITION);

  public RepairLimits {
    if (mostDefects < 1 || mostRounds < 1 || stepsAtLeast < 0 || stepsPerPosition < 0) {
      throw new IllegalArgumentException(
          "limits must be positive: %d defects, %d rounds, %d steps and %d a position"
              .formatted(mostDefects, mostRounds, stepsAtLeast, stepsPerPosition));
    }
  }

  /** Other limits of defects and rounds, and the usual steps. */
  public RepairLimits(long mostDefects, int mostRounds) {
    this(mostDefects, mostRounds, Effort.AT_LEAST, Effort.PER_POSITION);
  }

  /** The defects that so many positions may have. */
  long mostDefects(int positions) {
    return Math.max(mostDefects, positions);
  }
}
