package dev.penstock.formats;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A geometry in its WKB: where its positions lie, and what they are parts of. Positions stay in the
 * bytes until they are asked for.
 */
final class Shape {
  static final int POINT = 1;
  static final int LINE = 2;
  static final int POLYGON = 3;
  static final int MULTI_POINT = 4;
  static final int MULTI_LINE = 5;
  static final int MULTI_POLYGON = 6;
  static final int COLLECTION = 7;

  private static final int HEADER = 5;
  private static final int DEEPEST = 100;
  private static final String[] NAMES = {
    "",
    "Point",
    "LineString",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection"
  };
  private static final Shape[] NO_PARTS = {};
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] wkb;
  private final int type;
  private final int dimension;

  /** Where each run of positions begins, and how many it has: a point, a line, or rings. */
  private final int[] starts;

  private final int[] counts;
  private final Shape[] parts;

  private Shape(byte[] wkb, int code, Runs runs, Shape[] parts) {
    this.wkb = wkb;
    this.type = code % 1000;
    this.dimension = code / 1000;
    this.starts = runs.starts;
    this.counts = runs.counts;
    this.parts = parts;
  }

  /**
   * Finds its way through a geometry.
   *
   * @throws IOException when the bytes are no WKB
   */
  static Shape of(byte[] wkb) throws IOException {
    return new Walk(wkb).shape(0);
  }

  int type() {
    return type;
  }

  /** As GeoJSON calls it. */
  String name() {
    return NAMES[type];
  }

  static String name(int type) {
    return NAMES[type];
  }

  boolean hasZ() {
    return dimension == 1 || dimension == 3;
  }

  /** Numbers per position. */
  int stride() {
    return stride(dimension);
  }

  private static int stride(int dimension) {
    return dimension == 0 ? 2 : dimension == 3 ? 4 : 3;
  }

  /** How many runs of positions: one of a point or line, the rings of a polygon, 0 of others. */
  int runs() {
    return counts.length;
  }

  /** Positions in a run; 0 for an empty point. */
  int count(int run) {
    return counts[run];
  }

  /** A number of a position: 0 is x, 1 is y, 2 is z if it has one. */
  double at(int run, int position, int ordinate) {
    return (double) DOUBLE.get(wkb, starts[run] + 8 * (position * stride() + ordinate));
  }

  /** Copies positions with all their numbers. */
  void copy(int run, int from, int positions, double[] to) {
    int at = starts[run] + 8 * from * stride();
    for (int i = 0, n = positions * stride(); i < n; i++, at += 8) {
      to[i] = (double) DOUBLE.get(wkb, at);
    }
  }

  /** The geometries of a multi geometry or collection. */
  Shape[] parts() {
    return parts;
  }

  private record Runs(int[] starts, int[] counts) {
    static final Runs NONE = new Runs(new int[0], new int[0]);
  }

  /** Goes through the bytes once. */
  private static final class Walk {
    private final byte[] wkb;
    private int at;

    Walk(byte[] wkb) {
      this.wkb = wkb;
    }

    Shape shape(int depth) throws IOException {
      if (wkb.length - at < HEADER || depth > DEEPEST || wkb[at] != 1) {
        throw new IOException("WKB ends early, is nested too deep or not little endian");
      }
      int code = (int) INT.get(wkb, at + 1);
      at += HEADER;
      int type = code % 1000;
      if (code < 0 || code >= 4000 || type < POINT || type > COLLECTION) {
        throw new IOException("WKB of an unknown type: " + code);
      }
      int width = 8 * stride(code / 1000);
      return switch (type) {
        case POINT -> new Shape(wkb, code, point(width), NO_PARTS);
        case LINE -> new Shape(wkb, code, runs(1, width), NO_PARTS);
        case POLYGON -> new Shape(wkb, code, runs(count(4), width), NO_PARTS);
        default -> {
          var parts = new Shape[count(HEADER)];
          for (int i = 0; i < parts.length; i++) {
            parts[i] = shape(depth + 1);
          }
          yield new Shape(wkb, code, Runs.NONE, parts);
        }
      };
    }

    /** An empty point is one of NaNs. */
    private Runs point(int width) throws IOException {
      if (wkb.length - at < width) {
        throw new IOException("WKB ends inside a point");
      }
      int start = at;
      at += width;
      int count = Double.isNaN((double) DOUBLE.get(wkb, start)) ? 0 : 1;
      return new Runs(new int[] {start}, new int[] {count});
    }

    private Runs runs(int n, int width) throws IOException {
      var runs = new Runs(new int[n], new int[n]);
      for (int i = 0; i < n; i++) {
        runs.counts[i] = count(width);
        runs.starts[i] = at;
        at += runs.counts[i] * width;
      }
      return runs;
    }

    private int count(int leastBytesEach) throws IOException {
      int count = wkb.length - at < 4 ? -1 : (int) INT.get(wkb, at);
      if (count < 0 || (long) count * leastBytesEach > wkb.length - at - 4) {
        throw new IOException("WKB with a count that its bytes cannot hold");
      }
      at += 4;
      return count;
    }
  }
}
