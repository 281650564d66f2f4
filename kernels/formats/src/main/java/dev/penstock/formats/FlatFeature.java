package dev.penstock.formats;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Encodes features as FlatGeobuf has them: the tables of its feature.fbs. */
final class FlatFeature {
  private static final int GEOMETRY_FIELDS = 8;
  private static final int ENDS = 0;
  private static final int XY = 1;
  private static final int Z = 2;
  private static final int TYPE = 6;
  private static final int PARTS = 7;
  private static final int FEATURE_FIELDS = 3;
  private static final int PIECE = 1_024;
  private static final int KEEP = 4 << 20;

  private final Values values;
  private final double[] piece = new double[4 * PIECE];
  private FlatBufferBuilder flat = new FlatBufferBuilder(1 << 16);
  private int last;

  FlatFeature(Values values) {
    this.values = values;
  }

  /** A feature with its length before it. */
  byte[] of(Feature feature) throws IOException {
    values.read(feature);
    if (last > KEEP) {
      // A large feature has come by: its buffer is not kept for the small ones behind it.
      flat = new FlatBufferBuilder(1 << 16);
    }
    flat.clear();
    int properties = properties();
    int geometry = feature.wkb() == null ? 0 : geometry(Shape.of(feature.wkb()));
    flat.startTable(FEATURE_FIELDS);
    flat.addOffset(1, properties, 0);
    flat.addOffset(0, geometry, 0);
    flat.finishSizePrefixed(flat.endTable());
    byte[] bytes = flat.sizedByteArray();
    last = bytes.length;
    return bytes;
  }

  /** Number of the column and value, one behind the other; columns without a value are left out. */
  private int properties() {
    int bytes = 0;
    for (int i = 0; i < values.columns().size(); i++) {
      bytes += values.has(i) ? 2 + width(i) : 0;
    }
    if (bytes == 0) {
      return 0;
    }
    ByteBuffer out = flat.createUnintializedVector(1, bytes, 1);
    out.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.columns().size(); i++) {
      if (values.has(i)) {
        out.putShort((short) i);
        put(out, i);
      }
    }
    return flat.endVector();
  }

  private int width(int column) {
    return switch (values.columns().get(column).type()) {
      case LONG, DOUBLE -> 8;
      case FLAG -> 1;
      case TEXT, JSON -> 4 + values.text(column).length;
    };
  }

  private void put(ByteBuffer out, int column) {
    switch (values.columns().get(column).type()) {
      case LONG -> out.putLong(values.number(column));
      case DOUBLE -> out.putDouble(values.decimal(column));
      case FLAG -> out.put((byte) (values.flag(column) ? 1 : 0));
      case TEXT, JSON -> {
        byte[] text = values.text(column);
        out.putInt(text.length).put(text);
      }
    }
  }

  private int geometry(Shape shape) {
    int parts = 0;
    int ends = 0;
    int xy = 0;
    int z = 0;
    switch (shape.type()) {
      case Shape.MULTI_POLYGON, Shape.COLLECTION -> parts = parts(shape.parts());
      case Shape.MULTI_POINT, Shape.MULTI_LINE -> {
        ends = shape.type() == Shape.MULTI_LINE ? ends(lengths(shape.parts())) : 0;
        xy = ordinates(shape.parts(), 0, 2);
        z = shape.hasZ() ? ordinates(shape.parts(), 2, 1) : 0;
      }
      default -> {
        var self = new Shape[] {shape};
        ends = shape.runs() > 1 ? ends(lengths(self)) : 0;
        xy = ordinates(self, 0, 2);
        z = shape.hasZ() ? ordinates(self, 2, 1) : 0;
      }
    }
    flat.startTable(GEOMETRY_FIELDS);
    flat.addOffset(ENDS, ends, 0);
    flat.addOffset(XY, xy, 0);
    flat.addOffset(Z, z, 0);
    flat.addOffset(PARTS, parts, 0);
    flat.addByte(TYPE, (byte) shape.type(), 0);
    return flat.endTable();
  }

  private int parts(Shape[] parts) {
    var offsets = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      offsets[i] = geometry(parts[i]);
    }
    return flat.createVectorOfTables(offsets);
  }

  private static int[] lengths(Shape[] shapes) {
    int runs = 0;
    for (Shape shape : shapes) {
      runs += shape.runs();
    }
    var lengths = new int[runs];
    int n = 0;
    for (Shape shape : shapes) {
      for (int run = 0; run < shape.runs(); run++) {
        lengths[n++] = shape.count(run);
      }
    }
    return lengths;
  }

  /** Where each line or ring ends, counted in positions. */
  private int ends(int[] lengths) {
    flat.startVector(4, lengths.length, 4);
    int end = 0;
    for (int length : lengths) {
      end += length;
    }
    for (int i = lengths.length - 1; i >= 0; i--) {
      flat.addInt(end);
      end -= lengths[i];
    }
    return flat.endVector();
  }

  /** All positions of the shapes behind each other, some numbers of each. */
  private int ordinates(Shape[] shapes, int first, int numbers) {
    int positions = 0;
    for (int length : lengths(shapes)) {
      positions += length;
    }
    if (positions == 0) {
      return 0;
    }
    ByteBuffer out = flat.createUnintializedVector(8, positions * numbers, 8);
    out.order(ByteOrder.LITTLE_ENDIAN);
    for (Shape shape : shapes) {
      for (int run = 0; run < shape.runs(); run++) {
        put(out, shape, run, first, numbers);
      }
    }
    return flat.endVector();
  }

  private void put(ByteBuffer out, Shape shape, int run, int first, int numbers) {
    int stride = shape.stride();
    for (int from = 0; from < shape.count(run); from += PIECE) {
      int positions = Math.min(PIECE, shape.count(run) - from);
      shape.copy(run, from, positions, piece);
      for (int i = 0; i < positions; i++) {
        for (int k = 0; k < numbers; k++) {
          // A position without a height in a geometry that has some.
          double value = first + k < stride ? piece[i * stride + first + k] : Double.NaN;
          out.putDouble(value);
        }
      }
    }
  }
}
