package dev.penstock.geometry.transform;

import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.simplify.VWSimplifier;

/**
 * Drops vertices whose triangle with their neighbours is smaller than the square of a length:
 * smoother than {@link DouglasPeucker}. Rings may cross afterwards.
 */
public record Visvalingam(double tolerance) implements GeometryTransform {
  @Override
  public Geometry apply(Geometry geometry) {
    return Members.eachOfLines(geometry, this::simplified);
  }

  private Geometry simplified(Geometry geometry) {
    var simplifier = new VWSimplifier(geometry);
    simplifier.setDistanceTolerance(tolerance);
    simplifier.setEnsureValid(false);
    return simplifier.getResultGeometry();
  }
}
