package dev.penstock.topology;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.polygonize.Polygonizer;
import org.locationtech.jts.operation.union.UnaryUnionOp;

/**
 * What polygons cover, the slow and plain way: all lines cut each other into faces, and each face
 * is asked from its inside how often each ring winds around it.
 */
final class FaceOracle {
  private final MultiPolygon polygons;
  private final List<Polygon> faces = new ArrayList<>();
  private final List<Coordinate> insides = new ArrayList<>();

  FaceOracle(MultiPolygon polygons) {
    this.polygons = polygons;
    Polygonizer polygonizer = new Polygonizer();
    polygonizer.add(UnaryUnionOp.union(polygons.getBoundary()));
    for (Object face : polygonizer.getPolygons()) {
      faces.add((Polygon) face);
      insides.add(((Polygon) face).getInteriorPoint().getCoordinate());
    }
  }

  /** Area of all faces that are covered. */
  double area() {
    boolean[] covered = new boolean[faces.size()];
    for (int p = 0; p < polygons.getNumGeometries(); p++) {
      Polygon polygon = (Polygon) polygons.getGeometryN(p);
      boolean[] own = inside(polygon.getExteriorRing());
      Geometry shell = area(own);
      if (!shell.isEmpty()) {
        for (int h = 0; h < polygon.getNumInteriorRing(); h++) {
          boolean[] hole = inside(polygon.getInteriorRingN(h));
          Geometry area = area(hole);
          boolean alone = !area.isEmpty() && shell.distance(area) > 1e-9;
          for (int f = 0; f < own.length; f++) {
            covered[f] |= alone && hole[f];
            own[f] &= alone || !hole[f];
          }
        }
        for (int f = 0; f < own.length; f++) {
          covered[f] |= own[f];
        }
      }
    }
    return area(covered).getArea();
  }

  private boolean[] inside(Geometry ring) {
    boolean[] inside = new boolean[faces.size()];
    for (int f = 0; f < inside.length; f++) {
      inside[f] = winding(ring.getCoordinates(), insides.get(f)) != 0;
    }
    return inside;
  }

  private Geometry area(boolean[] which) {
    List<Polygon> chosen = new ArrayList<>();
    for (int f = 0; f < which.length; f++) {
      if (which[f]) {
        chosen.add(faces.get(f));
      }
    }
    return polygons.getFactory().createMultiPolygon(chosen.toArray(Polygon[]::new));
  }

  private static int winding(Coordinate[] ring, Coordinate at) {
    int winding = 0;
    for (int i = 0; i + 1 < ring.length; i++) {
      Coordinate a = ring[i];
      Coordinate b = ring[i + 1];
      double side = (b.x - a.x) * (at.y - a.y) - (at.x - a.x) * (b.y - a.y);
      if (a.y <= at.y && b.y > at.y && side > 0) {
        winding++;
      } else if (a.y > at.y && b.y <= at.y && side < 0) {
        winding--;
      }
    }
    return winding;
  }
}
