package dev.penstock.geometry;

import dev.penstock.topology.FlatRings;

/**
 * Writes polygons that the kernel has repaired as WKB. A MultiPolygon stays one, also with a single
 * part. Heights go where the rest of the feature has none.
 */
final class RingsWkb {
  private final WkbBuffer out;
  private int dimension;

  RingsWkb(WkbBuffer out) {
    this.out = out;
  }

  void write(FlatRings rings, boolean multi, int dimension) {
    this.dimension = dimension;
    if (multi || rings.parts() > 1) {
      out.header(Wkb.MULTI_POLYGON, dimension);
      out.count(rings.parts());
    }
    for (int part = 0; part < rings.parts(); part++) {
      out.header(Wkb.POLYGON, dimension);
      out.count(rings.lastRing(part) - rings.firstRing(part));
      for (int ring = rings.firstRing(part); ring < rings.lastRing(part); ring++) {
        ring(rings, ring);
      }
    }
  }

  private void ring(FlatRings rings, int ring) {
    int from = rings.firstPosition(ring);
    int to = rings.lastPosition(ring);
    boolean open = !samePosition(rings, from, to - 1);
    out.count(to - from + (open ? 1 : 0));
    out.positions(rings.ordinates(), rings.stride(), dimension, from, to);
    if (open) {
      out.positions(rings.ordinates(), rings.stride(), dimension, from, from + 1);
    }
  }

  private static boolean samePosition(FlatRings rings, int a, int b) {
    double[] o = rings.ordinates();
    int stride = rings.stride();
    return o[a * stride] == o[b * stride] && o[a * stride + 1] == o[b * stride + 1];
  }
}
