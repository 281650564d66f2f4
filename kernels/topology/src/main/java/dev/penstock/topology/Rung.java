package dev.penstock.topology;

/** How much a repair had to change. */
public enum Rung {
  /** Whole rings were dropped or given another role. */
  ROLES,
  /** Rings were cut and joined at points they had. */
  TOUCHES,
  /** Points of one ring were put into edges of another. */
  SHARED_POINTS,
  /** Points were computed where edges cross. */
  CROSSINGS
}
