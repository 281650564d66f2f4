package dev.penstock.geometry;

import dev.penstock.topology.FlatRings;
import dev.penstock.topology.PolygonRings;
import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** Takes polygons from JTS to the topology kernel, and back. */
final class JtsRings {
  private static final GeometryFactory FACTORY = new GeometryFactory();

  private JtsRings() {}

  /** The polygons of a Polygon or MultiPolygon that are not empty. */
  static PolygonRings of(Geometry polygons) {
    var rings = new ArrayList<CoordinateSequence>();
    var partStart = new ArrayList<Integer>(List.of(0));
    for (int part = 0; part < polygons.getNumGeometries(); part++) {
      Polygon polygon = (Polygon) polygons.getGeometryN(part);
      if (!polygon.isEmpty()) {
        rings.add(polygon.getExteriorRing().getCoordinateSequence());
        for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
          rings.add(polygon.getInteriorRingN(hole).getCoordinateSequence());
        }
        partStart.add(rings.size());
      }
    }
    int stride = JtsWkb.hasHeights(polygons) ? 3 : 2;
    return flat(rings, stride, partStart.stream().mapToInt(Integer::intValue).toArray());
  }

  private static FlatRings flat(List<CoordinateSequence> rings, int stride, int[] partStart) {
    int positions = rings.stream().mapToInt(CoordinateSequence::size).sum();
    var ordinates = new double[positions * stride];
    var ringStart = new int[rings.size() + 1];
    int at = 0;
    for (int ring = 0; ring < rings.size(); ring++) {
      ringStart[ring] = at / stride;
      CoordinateSequence sequence = rings.get(ring);
      for (int i = 0; i < sequence.size(); i++) {
        ordinates[at] = sequence.getX(i);
        ordinates[at + 1] = sequence.getY(i);
        if (stride == 3) {
          ordinates[at + 2] = sequence.getZ(i);
        }
        at += stride;
      }
    }
    ringStart[rings.size()] = positions;
    return new FlatRings(ordinates, stride, ringStart, partStart);
  }

  /** A MultiPolygon where that was asked for, or is needed. */
  static Geometry polygons(FlatRings rings, boolean multi) {
    var polygons = new Polygon[rings.parts()];
    for (int part = 0; part < polygons.length; part++) {
      int shell = rings.firstRing(part);
      var holes = new LinearRing[rings.lastRing(part) - shell - 1];
      for (int i = 0; i < holes.length; i++) {
        holes[i] = ring(rings, shell + 1 + i);
      }
      polygons[part] = FACTORY.createPolygon(ring(rings, shell), holes);
    }
    return multi || polygons.length != 1 ? FACTORY.createMultiPolygon(polygons) : polygons[0];
  }

  private static LinearRing ring(FlatRings rings, int ring) {
    int from = rings.firstPosition(ring);
    int count = rings.lastPosition(ring) - from;
    double[] o = rings.ordinates();
    int stride = rings.stride();
    var coordinates = new ArrayList<Coordinate>(count + 1);
    for (int i = 0; i < count; i++) {
      int at = (from + i) * stride;
      coordinates.add(
          stride == 3
              ? new Coordinate(o[at], o[at + 1], o[at + 2])
              : new CoordinateXY(o[at], o[at + 1]));
    }
    if (!coordinates.getFirst().equals2D(coordinates.getLast())) {
      coordinates.add(coordinates.getFirst().copy());
    }
    return FACTORY.createLinearRing(coordinates.toArray(Coordinate[]::new));
  }
}
