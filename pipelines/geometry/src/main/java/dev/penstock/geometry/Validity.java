package dev.penstock.geometry;

import dev.penstock.job.Problem;
import dev.penstock.topology.FlatRings;
import org.locationtech.jts.geom.Geometry;

/** Whether the polygons of a feature are valid, and what came of it when they are not. */
sealed interface Validity {
  record Valid() implements Validity {}

  /** Not valid, and made so by the topology kernel. */
  record Mended(FlatRings rings, boolean multi) implements Validity {}

  /** Not valid, and made so by JTS. */
  record Repaired(Geometry geometry) implements Validity {}

  /** Not valid, and left so; x and y tell where its first defect is. */
  record Invalid(Problem problem, double x, double y) implements Validity {}
}
