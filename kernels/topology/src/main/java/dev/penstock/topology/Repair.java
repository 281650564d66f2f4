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
   * @param rings the repaired polygons, with heights where they were given (stride 3); shells and
   *     holes that were traced anew run counterclockwise and clockwise, untouched rings as they
   *     came
   */
  record Repaired(FlatRings rings, Rung rung, RepairCounts counts, Findings found)
      implements Repair {}

  /** They enclose nothing. */
  record Empty(Findings found) implements Repair {}

  /** Their repair would take more than it may: somebody else may try, or it is too bad for all. */
  record OverBudget(Findings found, Bound bound) implements Repair {}

  /** Rounding kept making new defects, round after round. Somebody else may try. */
  record NotConverged(Findings found) implements Repair {}

  /** What a repair ran into. */
  enum Bound {
    /** More defects than {@link RepairLimits#mostDefects()}. */
    DEFECTS,
    /** More work than {@link RepairLimits} allow. */
    STEPS,
    /** Ordinates that cannot be compared exactly: {@link DefectKind#ORDINATE_RANGE}. */
    RANGE,
    /** The thread was interrupted, and still is. */
    INTERRUPT
  }
}
