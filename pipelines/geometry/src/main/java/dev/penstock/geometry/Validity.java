package dev.penstock.geometry;

import dev.penstock.job.Problem;
import dev.penstock.topology.FlatRings;
import java.util.Map;
import org.locationtech.jts.geom.Geometry;

/** Whether the polygons of a feature are valid, and what came of it when they are not. */
sealed interface Validity {
  record Valid() implements Validity {}

  /** Not valid, and made so: what stands in the place of which nodes. All others stay. */
  record Mended(Map<Integer, Patch> patches) implements Validity {}

  /** Not valid, and left so; x and y tell where its first defect is. */
  record Invalid(Problem problem, double x, double y) implements Validity {}

  /** What a node was repaired to. */
  sealed interface Patch {
    /** What was done for it. */
    Mending mending();

    /** By the topology kernel. */
    record Rings(FlatRings rings, boolean multi, Mending mending) implements Patch {}

    /** By JTS. */
    record Jts(Geometry geometry, Mending mending) implements Patch {}
  }
}
