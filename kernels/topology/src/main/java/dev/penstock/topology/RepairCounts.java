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
  public record Change(int before, int after) {}
}
