package dev.penstock.server.collection;

import dev.penstock.crs.Transform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a geometry in ISO WKB as a GeoJSON geometry (RFC 7946), positions in WGS 84. Heights stay,
 * measures are dropped: GeoJSON has no place for them. Used by one thread.
 */
final class WkbGeometry {
  private static final int DEEPEST = 32;
  private static final int HEADER = 5;

  /** Positions that are read at once; a large geometry must not be there a second time. */
  private static final int PIECE = 512;

  private static final int WIDEST = 4;
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

  private final NumberText text;
  private final Transform toWgs84;
  private final double[] ordinates = new double[PIECE * WIDEST];

  WkbGeometry(NumberText text, Transform toWgs84) {
    this.text = text;
    this.toWgs84 = toWgs84;
  }

  /**
   * Whether every position of the geometry has an image in WGS 84, so that it can be written.
   *
   * @throws IOException when the bytes are no WKB
   */
  boolean writable(byte[] wkb) throws IOException {
    return toWgs84.identity() || imaged(ByteBuffer.wrap(wkb), 0);
  }

  void write(byte[] wkb) throws IOException {
    geometry(ByteBuffer.wrap(wkb), 0);
  }

  private boolean imaged(ByteBuffer wkb, int depth) throws IOException {
    Kind kind = kind(wkb, depth);
    boolean imaged = true;
    switch (kind.type) {
      case 1 -> imaged = empty(wkb, kind) || load(wkb, kind, 1);
      case 2 -> imaged = imaged(wkb, kind, count(wkb, kind.width));
      case 3 -> {
        for (int rings = count(wkb, 4); rings > 0; rings--) {
          imaged &= imaged(wkb, kind, count(wkb, kind.width));
        }
      }
      default -> {
        for (int parts = count(wkb, HEADER); parts > 0; parts--) {
          imaged &= imaged(wkb, depth + 1);
        }
      }
    }
    return imaged;
  }

  private boolean imaged(ByteBuffer wkb, Kind kind, int positions) {
    boolean imaged = true;
    for (int left = positions; left > 0; left -= PIECE) {
      imaged &= load(wkb, kind, Math.min(PIECE, left));
    }
    return imaged;
  }

  private void geometry(ByteBuffer wkb, int depth) throws IOException {
    Kind kind = kind(wkb, depth);
    text.put("{\"type\":\"").put(NAMES[kind.type]);
    text.put(kind.type == 7 ? "\",\"geometries\":" : "\",\"coordinates\":");
    if (kind.type == 7) {
      text.put('[');
      for (int parts = count(wkb, HEADER), i = 0; i < parts; i++) {
        comma(i);
        geometry(wkb, depth + 1);
      }
      text.put(']');
    } else {
      coordinates(wkb, kind, depth);
    }
    text.put('}');
  }

  private void coordinates(ByteBuffer wkb, Kind kind, int depth) throws IOException {
    switch (kind.type) {
      case 1 -> point(wkb, kind);
      case 2 -> line(wkb, kind);
      case 3 -> rings(wkb, kind);
      default -> {
        text.put('[');
        for (int parts = count(wkb, HEADER), i = 0; i < parts; i++) {
          comma(i);
          coordinates(wkb, kind(wkb, depth + 1), depth + 1);
        }
        text.put(']');
      }
    }
  }

  private void point(ByteBuffer wkb, Kind kind) throws IOException {
    if (empty(wkb, kind)) {
      text.put("[]");
    } else {
      load(wkb, kind, 1);
      position(0, kind);
    }
  }

  private void line(ByteBuffer wkb, Kind kind) throws IOException {
    int positions = count(wkb, kind.width);
    text.put('[');
    for (int from = 0; from < positions; from += PIECE) {
      int piece = Math.min(PIECE, positions - from);
      load(wkb, kind, piece);
      for (int i = 0; i < piece; i++) {
        comma(from + i);
        position(i * kind.stride, kind);
      }
    }
    text.put(']');
  }

  private void rings(ByteBuffer wkb, Kind kind) throws IOException {
    text.put('[');
    for (int rings = count(wkb, 4), i = 0; i < rings; i++) {
      comma(i);
      line(wkb, kind);
    }
    text.put(']');
  }

  private void position(int at, Kind kind) throws IOException {
    text.put('[');
    if (toWgs84.identity()) {
      text.number(ordinates[at]);
      text.put(',').number(ordinates[at + 1]);
    } else {
      text.rounded(ordinates[at]);
      text.put(',').rounded(ordinates[at + 1]);
    }
    if (kind.heights && Double.isFinite(ordinates[at + 2])) {
      text.put(',').number(ordinates[at + 2]);
    }
    text.put(']');
  }

  /**
   * Reads at most {@link #PIECE} positions into {@link #ordinates} and transforms them; false when
   * one has no image.
   */
  private boolean load(ByteBuffer wkb, Kind kind, int positions) {
    int numbers = positions * kind.stride;
    wkb.asDoubleBuffer().get(ordinates, 0, numbers);
    wkb.position(wkb.position() + 8 * numbers);
    return toWgs84.apply(ordinates, 0, positions, kind.stride) < 0;
  }

  /** An empty point is one of NaNs; its position is skipped. */
  private static boolean empty(ByteBuffer wkb, Kind kind) throws IOException {
    if (wkb.remaining() < kind.width) {
      throw new IOException("WKB ends inside a point");
    }
    boolean empty = Double.isNaN(wkb.getDouble(wkb.position()));
    if (empty) {
      wkb.position(wkb.position() + kind.width);
    }
    return empty;
  }

  private void comma(int i) throws IOException {
    if (i > 0) {
      text.put(',');
    }
  }

  private static int count(ByteBuffer wkb, int leastBytesEach) throws IOException {
    int count = wkb.remaining() < 4 ? -1 : wkb.getInt();
    if (count < 0 || (long) count * leastBytesEach > wkb.remaining()) {
      throw new IOException("WKB with a count that its bytes cannot hold");
    }
    return count;
  }

  private static Kind kind(ByteBuffer wkb, int depth) throws IOException {
    if (wkb.remaining() < HEADER || depth > DEEPEST) {
      throw new IOException("WKB ends early, or is nested too deep");
    }
    wkb.order(wkb.get() == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int code = wkb.getInt();
    int type = code % 1000;
    int dimension = code / 1000;
    if (type < 1 || type >= NAMES.length || dimension < 0 || dimension > 3) {
      throw new IOException("WKB of an unknown type: " + code);
    }
    int stride = dimension == 0 ? 2 : dimension == 3 ? 4 : 3;
    return new Kind(type, stride, dimension == 1 || dimension == 3, 8 * stride);
  }

  /** A geometry's type, numbers per position, whether the third is a height, bytes a position. */
  private record Kind(int type, int stride, boolean heights, int width) {}
}
