package dev.penstock.topology;

/** How the repair of polygons ended. */
public sealed interface Repair {
  /** What was wrong with them. */
  Findings found();

  /** They are valid: nothing to do. */
  record Untouched(Findings found) implements Repair {}

  /**
   * They are valid now, by the check of this package.
   *
   * @param rings the repaired polygons, without heights; shells and holes that were traced anew run
   *     counterclockwise and clockwise, untouched rings as they came
   */
  record Repaired(FlatRings rings, Rung rung, RepairCounts counts, Findings found)
      implements Repair {}

  /** They enclose nothing. */
  record Empty(Findings found) implements Repair {}

  /** They have more defects than the limit, or their repair would take too much work. */
  record OverBudget(Findings found) implements Repair {}

  /** Rounding kept making new defects, round after round. */
  record NotConverged(Findings found) implements Repair {}
}
