package dev.penstock.topology;

import dev.penstock.geojson.FlatGeometry;

/** The polygons of a geometry that was read, without copying them. */
record FlatPolygons(FlatGeometry geometry) implements PolygonRings {
  @Override
  public double[] ordinates() {
    return geometry.ordinates();
  }

  @Override
  public int stride() {
    return geometry.dimension();
  }

  @Override
  public int parts() {
    return geometry.lastPart(0) - geometry.firstPart(0);
  }

  @Override
  public int firstRing(int part) {
    return geometry.firstSequence(part);
  }

  @Override
  public int lastRing(int part) {
    return geometry.lastSequence(part);
  }

  @Override
  public int firstPosition(int ring) {
    return geometry.firstPosition(ring);
  }

  @Override
  public int lastPosition(int ring) {
    return geometry.lastPosition(ring);
  }
}
