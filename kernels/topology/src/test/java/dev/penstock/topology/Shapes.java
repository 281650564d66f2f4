package dev.penstock.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** Builds polygons for tests, as flat arrays and as JTS geometries. */
final class Shapes {
  private static final GeometryFactory FACTORY = new GeometryFactory();

  private final List<List<double[]>> parts = new ArrayList<>();

  /** Starts a polygon with its shell. */
  Shapes shell(double... ordinates) {
    parts.add(new ArrayList<>(List.of(ordinates)));
    return this;
  }

  /** Adds a hole to the last polygon. */
  Shapes hole(double... ordinates) {
    parts.getLast().add(ordinates);
    return this;
  }

  /** The closed square from its lower left corner, counterclockwise. */
  static double[] square(double x, double y, double side) {
    return new double[] {x, y, x + side, y, x + side, y + side, x, y + side, x, y};
  }

  FlatRings flat() {
    int rings = parts.stream().mapToInt(List::size).sum();
    int numbers = parts.stream().flatMap(List::stream).mapToInt(r -> r.length).sum();
    double[] ordinates = new double[numbers];
    int[] ringStart = new int[rings + 1];
    int[] partStart = new int[parts.size() + 1];
    int at = 0;
    int ring = 0;
    for (int p = 0; p < parts.size(); p++) {
      for (double[] one : parts.get(p)) {
        System.arraycopy(one, 0, ordinates, at, one.length);
        at += one.length;
        ringStart[++ring] = at / 2;
      }
      partStart[p + 1] = ring;
    }
    return new FlatRings(ordinates, 2, ringStart, partStart);
  }

  /** The same polygons without their holes. */
  static FlatRings shells(FlatRings flat) {
    Shapes shapes = new Shapes();
    for (int p = 0; p < flat.parts(); p++) {
      int shell = flat.firstRing(p);
      shapes.shell(
          Arrays.copyOfRange(
              flat.ordinates(), 2 * flat.firstPosition(shell), 2 * flat.lastPosition(shell)));
    }
    return shapes.flat();
  }

  /** The same positions with a height each. */
  static FlatRings withHeights(FlatRings flat) {
    double[] raised = new double[flat.ordinates().length / 2 * 3];
    for (int p = 0; p < raised.length / 3; p++) {
      raised[3 * p] = flat.ordinates()[2 * p];
      raised[3 * p + 1] = flat.ordinates()[2 * p + 1];
      raised[3 * p + 2] = p % 7;
    }
    return new FlatRings(raised, 3, flat.ringStart(), flat.partStart());
  }

  static MultiPolygon jts(PolygonRings view) {
    Polygon[] polygons = new Polygon[view.parts()];
    for (int p = 0; p < polygons.length; p++) {
      int shell = view.firstRing(p);
      LinearRing[] holes = new LinearRing[view.lastRing(p) - shell - 1];
      for (int h = 0; h < holes.length; h++) {
        holes[h] = ring(view, shell + 1 + h);
      }
      polygons[p] = FACTORY.createPolygon(ring(view, shell), holes);
    }
    return FACTORY.createMultiPolygon(polygons);
  }

  private static LinearRing ring(PolygonRings view, int ring) {
    int from = view.firstPosition(ring);
    int to = view.lastPosition(ring);
    List<Coordinate> coordinates = new ArrayList<>();
    for (int p = from; p < to; p++) {
      int at = p * view.stride();
      coordinates.add(new CoordinateXY(view.ordinates()[at], view.ordinates()[at + 1]));
    }
    if (!coordinates.getFirst().equals2D(coordinates.getLast()) || coordinates.size() < 3) {
      coordinates.add(coordinates.getFirst().copy());
    }
    return FACTORY.createLinearRing(coordinates.toArray(Coordinate[]::new));
  }

  static FlatRings wkt(String text) {
    try {
      var geometry = new WKTReader().read(text);
      Shapes shapes = new Shapes();
      for (int i = 0; i < geometry.getNumGeometries(); i++) {
        Polygon polygon = (Polygon) geometry.getGeometryN(i);
        shapes.shell(ordinates(polygon.getExteriorRing()));
        for (int h = 0; h < polygon.getNumInteriorRing(); h++) {
          shapes.hole(ordinates(polygon.getInteriorRingN(h)));
        }
      }
      return shapes.flat();
    } catch (ParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static double[] ordinates(LinearRing ring) {
    double[] ordinates = new double[2 * ring.getNumPoints()];
    for (int i = 0; i < ring.getNumPoints(); i++) {
      ordinates[2 * i] = ring.getCoordinateN(i).getX();
      ordinates[2 * i + 1] = ring.getCoordinateN(i).getY();
    }
    return ordinates;
  }
}
