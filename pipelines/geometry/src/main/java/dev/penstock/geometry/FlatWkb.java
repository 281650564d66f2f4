package dev.penstock.geometry;

import dev.penstock.crs.Transform;
import dev.penstock.geojson.FlatGeometry;
import dev.penstock.geojson.GeometryKind;
import dev.penstock.geometry.Validity.Patch;
import java.util.Map;

/**
 * Writes a {@link FlatGeometry} as WKB without building any object in between, transformed on the
 * way. Nodes that were repaired are written as their patches. Not thread-safe.
 */
final class FlatWkb {
  private final WkbBuffer out;
  private final Transform transform;
  private final RingsWkb ringsWkb;
  private final JtsWkb jtsWkb;
  private Map<Integer, Patch> patches = Map.of();
  private int dimension;
  private boolean failed;

  FlatWkb(WkbBuffer out, Transform transform) {
    this.out = out;
    this.transform = transform;
    this.ringsWkb = new RingsWkb(out);
    this.jtsWkb = new JtsWkb(out, transform);
  }

  /**
   * Whether every position has an image. The ordinates of the geometry are no longer what they were
   * afterwards.
   */
  boolean write(FlatGeometry geometry, Map<Integer, Patch> repaired) {
    patches = repaired;
    dimension = geometry.dimension();
    for (Patch patch : repaired.values()) {
      if (patch instanceof Patch.Jts(var fixed, _) && !JtsWkb.hasHeights(fixed)) {
        dimension = 2;
      }
    }
    failed = false;
    out.reserve(8L * geometry.positions() * dimension + 16L * geometry.sequences() + 64);
    node(geometry, 0);
    patches = Map.of();
    return !failed;
  }

  private void node(FlatGeometry g, int node) {
    Patch patch = patches.get(node);
    if (patch != null) {
      patch(patch);
    } else if (g.kind(node) == GeometryKind.GEOMETRY_COLLECTION) {
      collection(g, node);
    } else {
      transform(g, node);
      leaf(g, node);
    }
  }

  private void patch(Patch patch) {
    switch (patch) {
      case Patch.Rings(var rings, var multi, _) -> {
        int positions = rings.ordinates().length / rings.stride();
        failed |= transform.apply(rings.ordinates(), 0, positions, rings.stride()) >= 0;
        ringsWkb.write(rings, multi, dimension);
      }
      case Patch.Jts(var geometry, _) -> failed |= !jtsWkb.write(geometry, dimension);
    }
  }

  /** The positions of a node stand side by side. */
  private void transform(FlatGeometry g, int node) {
    if (!transform.identity()) {
      int from = g.firstPosition(g.firstSequence(g.firstPart(node)));
      int to = g.lastPosition(g.lastSequence(g.lastPart(node) - 1) - 1);
      int stride = g.dimension();
      failed |= transform.apply(g.ordinates(), from * stride, to - from, stride) >= 0;
    }
  }

  private void leaf(FlatGeometry g, int node) {
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
      case GEOMETRY_COLLECTION -> throw new IllegalStateException("a collection is no leaf");
    }
  }

  private void multi(FlatGeometry g, int node, int type) {
    out.header(type, dimension);
    out.count(g.lastPart(node) - g.firstPart(node));
  }

  private void point(FlatGeometry g, int position) {
    out.header(Wkb.POINT, dimension);
    positions(g, position, position + 1);
  }

  private void multiPoint(FlatGeometry g, int sequence) {
    int from = g.firstPosition(sequence);
    int to = g.lastPosition(sequence);
    out.header(Wkb.MULTI_POINT, dimension);
    out.count(to - from);
    for (int p = from; p < to; p++) {
      point(g, p);
    }
  }

  private void line(FlatGeometry g, int sequence) {
    out.header(Wkb.LINE_STRING, dimension);
    sequence(g, sequence);
  }

  private void polygon(FlatGeometry g, int part) {
    out.header(Wkb.POLYGON, dimension);
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
    positions(g, from, to);
    if (open) {
      positions(g, from, from + 1);
    }
  }

  private void positions(FlatGeometry g, int from, int to) {
    out.positions(g.ordinates(), g.dimension(), dimension, from, to);
  }

  private void collection(FlatGeometry g, int node) {
    int children = 0;
    for (int n = node + 1; n < g.nodeEnd(node); n = g.nodeEnd(n)) {
      children++;
    }
    out.header(Wkb.GEOMETRY_COLLECTION, dimension);
    out.count(children);
    for (int n = node + 1; n < g.nodeEnd(node); n = g.nodeEnd(n)) {
      node(g, n);
    }
  }
}
