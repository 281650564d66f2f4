package dev.penstock.geometry.transform;

import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.buffer.BufferOp;

/** The polygon of all places within a distance; below zero, of those that far inside. */
public record BufferBy(double distance) implements GeometryTransform {
  @Override
  public Geometry apply(Geometry geometry) {
    return BufferOp.bufferOp(geometry, distance);
  }
}
