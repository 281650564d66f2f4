package dev.penstock.geometry.transform;

import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.simplify.DouglasPeuckerSimplifier;

/**
 * Drops vertices that lie within a distance of the line without them. The fastest; rings may cross
 * afterwards.
 */
public record DouglasPeucker(double tolerance) implements GeometryTransform {
  @Override
  public Geometry apply(Geometry geometry) {
    return Members.eachOfLines(geometry, this::simplified);
  }

  private Geometry simplified(Geometry geometry) {
    var simplifier = new DouglasPeuckerSimplifier(geometry);
    simplifier.setDistanceTolerance(tolerance);
    // The repair afterwards keeps heights; JTS's own would not.
    simplifier.setEnsureValid(false);
    return simplifier.getResultGeometry();
  }
}
