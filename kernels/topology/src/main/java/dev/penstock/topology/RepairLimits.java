package dev.penstock.topology;

/**
 * How much work a repair may take.
 *
 * @param mostDefects crossings and overlaps of edges that are repaired; with more, the polygons are
 *     hardly what was meant
 * @param mostRounds how often points may be inserted until no edge meets another but in its ends
 */
public record RepairLimits(long mostDefects, int mostRounds) {
  /** A million defects, ten rounds. Real data needs one or two rounds. */
  public static final RepairLimits DEFAULT = new RepairLimits(1_000_000, 10);

  public RepairLimits {
    if (mostDefects < 1 || mostRounds < 1) {
      throw new IllegalArgumentException(
          "limits must be >= 1, were " + mostDefects + ", " + mostRounds);
    }
  }
}
