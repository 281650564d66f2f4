package dev.penstock.geometry.transform;

import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Point;

/**
 * A point in the place of the geometry: its centroid, or one that surely lies on it.
 *
 * @param onIt whether the point lies on the geometry
 */
public record Middle(boolean onIt) implements GeometryTransform {
  @Override
  public Geometry apply(Geometry geometry) {
    // A point keeps its height; a computed one has none.
    return geometry instanceof Point
        ? geometry
        : onIt ? geometry.getInteriorPoint() : geometry.getCentroid();
  }
}
