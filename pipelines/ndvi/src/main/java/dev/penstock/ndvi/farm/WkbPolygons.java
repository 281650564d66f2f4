package dev.penstock.ndvi.farm;

import dev.penstock.raster.measure.Outline;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads polygons out of little-endian ISO WKB; heights are left out. */
final class WkbPolygons {
  private static final int POLYGON = 3;
  private static final int MULTI_POLYGON = 6;
  private static final int WITH_HEIGHTS = 1000;

  private final ByteBuffer in;

  private WkbPolygons(byte[] wkb) {
    this.in = ByteBuffer.wrap(wkb).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The polygons; empty where these bytes are none. */
  static Optional<List<Outline.Part>> read(byte[] wkb) {
    try {
      List<Outline.Part> polygons = new WkbPolygons(wkb).polygons();
      return polygons.isEmpty() ? Optional.empty() : Optional.of(polygons);
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private List<Outline.Part> polygons() {
    in.get();
    int type = in.getInt();
    int dimension = type > WITH_HEIGHTS ? 3 : 2;
    return switch (type % WITH_HEIGHTS) {
      case POLYGON -> List.of(polygon(dimension));
      case MULTI_POLYGON -> {
        var all = new ArrayList<Outline.Part>();
        for (int left = in.getInt(); left > 0; left--) {
          in.get();
          in.getInt();
          all.add(polygon(dimension));
        }
        yield all;
      }
      default -> List.of();
    };
  }

  private Outline.Part polygon(int dimension) {
    var rings = new ArrayList<double[]>();
    for (int left = in.getInt(); left > 0; left--) {
      int count = in.getInt();
      if (count > in.remaining() / 16) {
        throw new BufferUnderflowException();
      }
      double[] ring = new double[2 * count];
      for (int i = 0; i < ring.length; i += 2) {
        ring[i] = in.getDouble();
        ring[i + 1] = in.getDouble();
        if (dimension == 3) {
          in.getDouble();
        }
      }
      rings.add(ring);
    }
    return new Outline.Part(rings);
  }
}
