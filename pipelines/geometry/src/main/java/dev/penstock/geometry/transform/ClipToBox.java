package dev.penstock.geometry.transform;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/** Keeps what lies in a box; points, lines and polygons stay what they are. */
public record ClipToBox(Envelope box) implements GeometryTransform {
  @Override
  public Geometry apply(Geometry geometry) {
    if (box.covers(geometry.getEnvelopeInternal())) {
      return geometry;
    }
    return Members.each(geometry, this::clipped);
  }

  private Geometry clipped(Geometry geometry) {
    if (!box.intersects(geometry.getEnvelopeInternal())) {
      return geometry.getFactory().createEmpty(geometry.getDimension());
    }
    Geometry frame = geometry.getFactory().toGeometry(box);
    return ofDimension(
        OverlayNGRobust.overlay(geometry, frame, OverlayNG.INTERSECTION), geometry.getDimension());
  }

  /** Where a polygon only touches the box, points and lines are left, which it never had. */
  private static Geometry ofDimension(Geometry clipped, int dimension) {
    if (!clipped.getClass().equals(GeometryCollection.class)) {
      return clipped.getDimension() == dimension
          ? clipped
          : clipped.getFactory().createEmpty(dimension);
    }
    List<Geometry> kept = new ArrayList<>();
    for (int i = 0; i < clipped.getNumGeometries(); i++) {
      if (clipped.getGeometryN(i).getDimension() == dimension) {
        kept.add(clipped.getGeometryN(i));
      }
    }
    return clipped.getFactory().buildGeometry(kept);
  }
}
