package dev.penstock.geometry.transform;

import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.simplify.TopologyPreservingSimplifier;

/** As {@link DouglasPeucker}, but no part or hole is lost, and no line crosses another. */
public record TopologyPreserving(double tolerance) implements GeometryTransform {
  @Override
  public Geometry apply(Geometry geometry) {
    return Members.eachOfLines(
        geometry, member -> TopologyPreservingSimplifier.simplify(member, tolerance));
  }
}
