package dev.penstock.geometry;

import dev.penstock.crs.Transform;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/** Writes a repaired JTS geometry as WKB, transformed on the way. Not thread-safe. */
final class JtsWkb {
  private final WkbBuffer out;
  private final Transform transform;
  private int dimension;
  private boolean failed;

  JtsWkb(WkbBuffer out, Transform transform) {
    this.out = out;
    this.transform = transform;
  }

  /**
   * Whether every position could be transformed.
   *
   * @param numbers written of each position, 2 or 3
   */
  boolean write(Geometry geometry, int numbers) {
    dimension = numbers;
    failed = false;
    any(geometry);
    return !failed;
  }

  /** Whether all positions have one. */
  static boolean hasHeights(Geometry geometry) {
    for (Coordinate c : geometry.getCoordinates()) {
      if (Double.isNaN(c.getZ())) {
        return false;
      }
    }
    return !geometry.isEmpty();
  }

  private void any(Geometry geometry) {
    switch (geometry) {
      case Point point -> {
        out.header(Wkb.POINT, dimension);
        positions(point.getCoordinateSequence());
      }
      case LineString line -> {
        out.header(Wkb.LINE_STRING, dimension);
        counted(line.getCoordinateSequence());
      }
      case Polygon polygon -> polygon(polygon);
      default -> {
        out.header(typeOfMany(geometry), dimension);
        out.count(geometry.getNumGeometries());
        for (int i = 0; i < geometry.getNumGeometries(); i++) {
          any(geometry.getGeometryN(i));
        }
      }
    }
  }

  private static int typeOfMany(Geometry geometry) {
    return switch (geometry.getGeometryType()) {
      case Geometry.TYPENAME_MULTIPOINT -> Wkb.MULTI_POINT;
      case Geometry.TYPENAME_MULTILINESTRING -> Wkb.MULTI_LINE_STRING;
      case Geometry.TYPENAME_MULTIPOLYGON -> Wkb.MULTI_POLYGON;
      default -> Wkb.GEOMETRY_COLLECTION;
    };
  }

  private void polygon(Polygon polygon) {
    out.header(Wkb.POLYGON, dimension);
    if (polygon.isEmpty()) {
      out.count(0);
      return;
    }
    out.count(1 + polygon.getNumInteriorRing());
    counted(polygon.getExteriorRing().getCoordinateSequence());
    for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
      counted(polygon.getInteriorRingN(i).getCoordinateSequence());
    }
  }

  private void counted(CoordinateSequence sequence) {
    out.count(sequence.size());
    positions(sequence);
  }

  private void positions(CoordinateSequence sequence) {
    double[] ordinates = new double[sequence.size() * dimension];
    for (int i = 0; i < sequence.size(); i++) {
      ordinates[i * dimension] = sequence.getX(i);
      ordinates[i * dimension + 1] = sequence.getY(i);
      if (dimension == 3) {
        ordinates[i * 3 + 2] = sequence.getZ(i);
      }
    }
    failed |= transform.apply(ordinates, 0, sequence.size(), dimension) >= 0;
    out.positions(ordinates, dimension, dimension, 0, sequence.size());
  }
}
