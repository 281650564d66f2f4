package dev.penstock.geometry;

import dev.penstock.geojson.FlatGeometry;
import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** Builds JTS geometries from flat ones. Thread-safe. */
final class JtsGeometries {
  private static final GeometryFactory FACTORY = new GeometryFactory();

  private JtsGeometries() {}

  static Geometry of(FlatGeometry flat, int node) {
    return node(flat, node);
  }

  private static Geometry node(FlatGeometry g, int node) {
    int first = g.firstPart(node);
    return switch (g.kind(node)) {
      case POINT -> FACTORY.createPoint(sequence(g, g.firstSequence(first))[0]);
      case MULTI_POINT -> FACTORY.createMultiPointFromCoords(sequence(g, g.firstSequence(first)));
      case LINE_STRING -> line(g, first);
      case POLYGON -> polygon(g, first);
      case MULTI_LINE_STRING -> {
        var lines = new LineString[g.lastPart(node) - first];
        for (int i = 0; i < lines.length; i++) {
          lines[i] = line(g, first + i);
        }
        yield FACTORY.createMultiLineString(lines);
      }
      case MULTI_POLYGON -> {
        var polygons = new Polygon[g.lastPart(node) - first];
        for (int i = 0; i < polygons.length; i++) {
          polygons[i] = polygon(g, first + i);
        }
        yield FACTORY.createMultiPolygon(polygons);
      }
      case GEOMETRY_COLLECTION -> collection(g, node);
    };
  }

  private static Geometry collection(FlatGeometry g, int node) {
    List<Geometry> children = new ArrayList<>();
    for (int n = node + 1; n < g.nodeEnd(node); n = g.nodeEnd(n)) {
      children.add(node(g, n));
    }
    return FACTORY.createGeometryCollection(children.toArray(Geometry[]::new));
  }

  private static LineString line(FlatGeometry g, int part) {
    return FACTORY.createLineString(sequence(g, g.firstSequence(part)));
  }

  private static Polygon polygon(FlatGeometry g, int part) {
    int shell = g.firstSequence(part);
    var holes = new LinearRing[g.lastSequence(part) - shell - 1];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = FACTORY.createLinearRing(sequence(g, shell + 1 + i));
    }
    return FACTORY.createPolygon(FACTORY.createLinearRing(sequence(g, shell)), holes);
  }

  private static Coordinate[] sequence(FlatGeometry g, int sequence) {
    int from = g.firstPosition(sequence);
    int count = g.lastPosition(sequence) - from;
    var coordinates = new Coordinate[count + (g.isOpenRing(sequence) ? 1 : 0)];
    double[] ordinates = g.ordinates();
    int dimension = g.dimension();
    for (int i = 0; i < count; i++) {
      int at = (from + i) * dimension;
      coordinates[i] =
          dimension == 3
              ? new Coordinate(ordinates[at], ordinates[at + 1], ordinates[at + 2])
              : new CoordinateXY(ordinates[at], ordinates[at + 1]);
    }
    if (coordinates.length > count) {
      coordinates[count] = coordinates[0].copy();
    }
    return coordinates;
  }
}
