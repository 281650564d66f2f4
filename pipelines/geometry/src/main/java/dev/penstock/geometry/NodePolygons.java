package dev.penstock.geometry;

import dev.penstock.geojson.FlatGeometry;
import dev.penstock.topology.PolygonRings;

/**
 * Shows one Polygon or MultiPolygon node of a flat geometry to the topology kernel, without a copy.
 */
record NodePolygons(FlatGeometry geometry, int node) implements PolygonRings {
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
    return geometry.lastPart(node) - geometry.firstPart(node);
  }

  @Override
  public int firstRing(int part) {
    return geometry.firstSequence(geometry.firstPart(node) + part);
  }

  @Override
  public int lastRing(int part) {
    return geometry.lastSequence(geometry.firstPart(node) + part);
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
