package dev.penstock.engine.sqlite;

import dev.penstock.engine.Plan;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.pipeline.Edge;
import java.util.List;

/** A stored plan, and the shelf of each of its stages. */
record PlanRow(long id, Plan plan, List<Shelf> shelves) {
  int size() {
    return shelves.size();
  }

  PlannedStage stage(int index) {
    return plan.stages().get(index);
  }

  Shelf shelf(int index) {
    return shelves.get(index);
  }

  /** Whether what passes this stage gathers at a barrier. */
  boolean barrierAfter(int stage) {
    return stage + 1 < size() && stage(stage + 1).edge() == Edge.ALL;
  }

  boolean last(int stage) {
    return stage + 1 == size();
  }
}
