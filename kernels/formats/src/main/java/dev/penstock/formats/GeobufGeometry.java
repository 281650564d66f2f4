package dev.penstock.formats;

import java.util.Arrays;

/** Encodes geometries as Geobuf has them: whole numbers, each the difference from the last. */
final class GeobufGeometry {
  /** Geobuf's numbers of the types, by ours. */
  private static final int[] TYPES = {0, 0, 2, 4, 1, 3, 5, 6};

  private static final int PIECE = 1_024;

  private final int dimensions;
  private final double scale;
  private final double[] piece = new double[4 * PIECE];
  private final long[] last = new long[3];

  GeobufGeometry(int dimensions, double scale) {
    this.dimensions = dimensions;
    this.scale = scale;
  }

  ProtoBytes of(Shape shape) {
    var out = new ProtoBytes();
    out.field(1, TYPES[shape.type()]);
    if (shape.type() == Shape.COLLECTION) {
      for (Shape part : shape.parts()) {
        out.field(4, of(part));
      }
      return out;
    }
    var lengths = new ProtoBytes();
    var numbers = new ProtoBytes();
    switch (shape.type()) {
      case Shape.POLYGON -> rings(shape, lengths, numbers, shape.runs() != 1);
      case Shape.MULTI_LINE -> lines(shape.parts(), lengths, numbers);
      case Shape.MULTI_POLYGON -> polygons(shape.parts(), lengths, numbers);
      case Shape.MULTI_POINT -> points(shape.parts(), numbers);
      default -> run(shape, 0, 0, numbers);
    }
    if (lengths.length() > 0) {
      out.field(2, lengths);
    }
    out.field(3, numbers);
    return out;
  }

  private void rings(Shape polygon, ProtoBytes lengths, ProtoBytes numbers, boolean counted) {
    for (int ring = 0; ring < polygon.runs(); ring++) {
      if (counted) {
        lengths.varint(Math.max(0, polygon.count(ring) - 1));
      }
      // The last position is the first again, and left out.
      run(polygon, ring, 1, numbers);
    }
  }

  private void lines(Shape[] lines, ProtoBytes lengths, ProtoBytes numbers) {
    for (Shape line : lines) {
      if (lines.length != 1) {
        lengths.varint(line.count(0));
      }
      run(line, 0, 0, numbers);
    }
  }

  private void polygons(Shape[] polygons, ProtoBytes lengths, ProtoBytes numbers) {
    boolean counted = polygons.length != 1 || polygons[0].runs() != 1;
    if (counted) {
      lengths.varint(polygons.length);
    }
    for (Shape polygon : polygons) {
      if (counted) {
        lengths.varint(polygon.runs());
      }
      rings(polygon, lengths, numbers, counted);
    }
  }

  /** The points of a multi point follow each other like those of a line. */
  private void points(Shape[] points, ProtoBytes numbers) {
    clear();
    for (Shape point : points) {
      if (point.count(0) > 0) {
        point.copy(0, 0, 1, piece);
        position(0, point.stride(), numbers);
      }
    }
  }

  private void run(Shape shape, int run, int less, ProtoBytes numbers) {
    clear();
    int count = Math.max(0, shape.count(run) - less);
    for (int from = 0; from < count; from += PIECE) {
      int positions = Math.min(PIECE, count - from);
      shape.copy(run, from, positions, piece);
      for (int i = 0; i < positions; i++) {
        position(i * shape.stride(), shape.stride(), numbers);
      }
    }
  }

  private void position(int at, int stride, ProtoBytes numbers) {
    for (int d = 0; d < dimensions; d++) {
      double value = d < stride ? piece[at + d] : 0;
      long whole = Math.round(value * scale);
      numbers.zigzag(whole - last[d]);
      last[d] = whole;
    }
  }

  private void clear() {
    Arrays.fill(last, 0);
  }
}
