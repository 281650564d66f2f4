package dev.penstock.topology;

/**
 * What a repair changed.
 *
 * @param points positions before, after the repair
 * @param rings rings before, after
 * @param parts polygons before, after
 * @param untouchedRings rings that left with the positions they came with, repeated ones aside
 * @param computedPoints points that were computed at crossings, one for each of the two edges
 * @param areaBefore shells minus holes as given, in square units
 * @param areaAfter area of the result, in square units
 */
public record RepairCounts(
    Change points,
    Change rings,
    Change parts,
    int untouchedRings,
    int computedPoints,
    double areaBefore,
    double areaAfter) {
  /**
   * A number that a repair may change.
   *
   * @param before in what was given
   * @param after in the result
   */
  public record Change(int before, int after) {
    /** How much more there is. */
    public int by() {
      return after - before;
    }
  }

  /** Area that was gained, in square units; negative when it was lost. */
  public double areaDelta() {
    return areaAfter - areaBefore;
  }

  /**
   * The part of the larger area that was gained or lost, from 0 (none) to 1 (all). A bowtie, whose
   * two halves cancel each other as given, changes by 1.
   */
  public double areaChange() {
    return areaChange(areaBefore, areaAfter);
  }

  /** The same of any two areas; one below 0, where holes are larger than their shell, is 0. */
  public static double areaChange(double areaBefore, double areaAfter) {
    double before = Math.max(0, areaBefore);
    double larger = Math.max(before, areaAfter);
    return larger > 0 ? Math.abs(areaAfter - before) / larger : 0;
  }

  /** What was one polygon is several now: a Polygon becomes a MultiPolygon. */
  public boolean becomesMany() {
    return parts.before() == 1 && parts.after() > 1;
  }
}
