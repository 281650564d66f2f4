package dev.penstock.geometry;

import dev.penstock.geojson.FlatGeometry;
import dev.penstock.geojson.GeometryKind;

/** Writes a {@link FlatGeometry} as WKB without building any object in between. */
final class FlatWkb {
  private final WkbBuffer out;

  FlatWkb(WkbBuffer out) {
    this.out = out;
  }

  void write(FlatGeometry geometry) {
    node(geometry, 0);
  }

  private void node(FlatGeometry g, int node) {
    switch (g.kind(node)) {
      case POINT -> point(g, g.firstPosition(g.firstSequence(g.firstPart(node))));
      case LINE_STRING -> line(g, g.firstSequence(g.firstPart(node)));
      case POLYGON -> polygon(g, g.firstPart(node));
      case MULTI_POINT -> multiPoint(g, g.firstSequence(g.firstPart(node)));
      case MULTI_LINE_STRING -> {
        multi(g, node, Wkb.MULTI_LINE_STRING);
        for (int part = g.firstPart(node); part < g.lastPart(node); part++) {
          line(g, g.firstSequence(part));
        }
      }
      case MULTI_POLYGON -> {
        multi(g, node, Wkb.MULTI_POLYGON);
        for (int part = g.firstPart(node); part < g.lastPart(node); part++) {
          polygon(g, part);
        }
      }
      case GEOMETRY_COLLECTION -> collection(g, node);
    }
  }

  private void multi(FlatGeometry g, int node, int type) {
    out.header(type, g.dimension());
    out.count(g.lastPart(node) - g.firstPart(node));
  }

  private void point(FlatGeometry g, int position) {
    out.header(Wkb.POINT, g.dimension());
    out.positions(g.ordinates(), g.dimension(), position, position + 1);
  }

  private void multiPoint(FlatGeometry g, int sequence) {
    int from = g.firstPosition(sequence);
    int to = g.lastPosition(sequence);
    out.header(Wkb.MULTI_POINT, g.dimension());
    out.count(to - from);
    for (int p = from; p < to; p++) {
      point(g, p);
    }
  }

  private void line(FlatGeometry g, int sequence) {
    out.header(Wkb.LINE_STRING, g.dimension());
    sequence(g, sequence);
  }

  private void polygon(FlatGeometry g, int part) {
    out.header(Wkb.POLYGON, g.dimension());
    out.count(g.lastSequence(part) - g.firstSequence(part));
    for (int s = g.firstSequence(part); s < g.lastSequence(part); s++) {
      sequence(g, s);
    }
  }

  /** A ring that was left open is closed here, by its own first position. */
  private void sequence(FlatGeometry g, int sequence) {
    int from = g.firstPosition(sequence);
    int to = g.lastPosition(sequence);
    boolean open = g.isOpenRing(sequence);
    out.count(to - from + (open ? 1 : 0));
    out.positions(g.ordinates(), g.dimension(), from, to);
    if (open) {
      out.positions(g.ordinates(), g.dimension(), from, from + 1);
    }
  }

  private void collection(FlatGeometry g, int node) {
    int children = 0;
    for (int n = node + 1; n < g.nodeEnd(node); n = g.nodeEnd(n)) {
      children++;
    }
    out.header(Wkb.GEOMETRY_COLLECTION, g.dimension());
    out.count(children);
    for (int n = node + 1; n < g.nodeEnd(node); n = g.nodeEnd(n)) {
      node(g, n);
    }
  }

  static boolean polygonal(FlatGeometry g) {
    for (int n = 0; n < g.nodes(); n++) {
      if (g.kind(n) == GeometryKind.POLYGON || g.kind(n) == GeometryKind.MULTI_POLYGON) {
        return true;
      }
    }
    return false;
  }
}
