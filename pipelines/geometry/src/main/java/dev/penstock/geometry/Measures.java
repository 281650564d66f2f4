package dev.penstock.geometry;

import dev.penstock.crs.Transform;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.PolygonArea;
import net.sf.geographiclib.PolygonResult;

/**
 * Measures a geometry on the ellipsoid of WGS 84: areas in square metres, lengths in metres, along
 * geodesics between its positions (C. F. F. Karney, 2013). Reads WKB as {@link WkbBuffer} writes
 * it. Not thread-safe.
 */
final class Measures {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int HEADER = 5;

  private final Transform toWgs84;
  private final double[] place = new double[2];
  private final PolygonArea ring = new PolygonArea(Geodesic.WGS84, false);
  private final PolygonArea line = new PolygonArea(Geodesic.WGS84, true);
  private byte[] wkb = new byte[0];
  private int at;
  private boolean failed;

  /** Square metres of all polygons, holes left out. */
  private double area;

  /** Metres of all rings of polygons, holes among them. */
  private double perimeter;

  /** Metres of all lines. */
  private double length;

  private boolean polygons;
  private boolean lines;

  Measures(Transform toWgs84) {
    this.toWgs84 = toWgs84;
  }

  /** Measures; whether every position has a place on the globe. */
  boolean of(byte[] bytes) {
    wkb = bytes;
    at = 0;
    area = 0;
    perimeter = 0;
    length = 0;
    polygons = false;
    lines = false;
    failed = false;
    geometry();
    return !failed;
  }

  double area() {
    return area;
  }

  double perimeter() {
    return perimeter;
  }

  double length() {
    return length;
  }

  /** Whether there is a polygon. */
  boolean polygons() {
    return polygons;
  }

  /** Whether there is a line. */
  boolean lines() {
    return lines;
  }

  private void geometry() {
    int type = (int) INT.get(wkb, at + 1);
    at += HEADER;
    int numbers = type > 1000 ? 3 : 2;
    switch (type % 1000) {
      case Wkb.POINT -> at += 8 * numbers;
      case Wkb.LINE_STRING -> line(numbers);
      case Wkb.POLYGON -> polygon(numbers);
      default -> {
        for (int members = count(); members > 0; members--) {
          geometry();
        }
      }
    }
  }

  private int count() {
    int count = (int) INT.get(wkb, at);
    at += 4;
    return count;
  }

  private void line(int numbers) {
    lines = true;
    length += walk(line, count(), numbers).perimeter;
  }

  private void polygon(int numbers) {
    polygons = true;
    int rings = count();
    for (int i = 0; i < rings; i++) {
      // The last position is the first again.
      PolygonResult found = walk(ring, count(), numbers);
      perimeter += found.perimeter;
      area += i == 0 ? Math.abs(found.area) : -Math.abs(found.area);
    }
  }

  private PolygonResult walk(PolygonArea along, int positions, int numbers) {
    along.Clear();
    for (int i = 0; i < positions; i++) {
      place[0] = (double) DOUBLE.get(wkb, at);
      place[1] = (double) DOUBLE.get(wkb, at + 8);
      failed |= toWgs84.apply(place, 0, 1, 2) >= 0;
      along.AddPoint(place[1], place[0]);
      at += 8 * numbers;
    }
    return along.Compute(false, true);
  }
}
