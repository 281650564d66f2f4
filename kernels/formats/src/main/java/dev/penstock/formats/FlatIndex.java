package dev.penstock.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The packed R-tree of FlatGeobuf: levels from the root down to the features, each node a box and
 * where its first child is, for a feature the byte at which it begins. The lowest level is written
 * by who owns it, the others are kept here: two bytes a feature.
 */
final class FlatIndex {
  /** Children of a node. */
  static final int NODE = 16;

  /** Four doubles and a number. */
  static final int BYTES = 40;

  private final Level first = new Level();
  private long features;

  /** The next feature, in the order of the file. */
  void add(Box box) {
    if (features % NODE == 0) {
      first.push(box);
    } else {
      first.widen(box);
    }
    features++;
  }

  /** Writes all levels above the features; {@link #node} writes those. */
  void writeTo(OutputStream out) throws IOException {
    var levels = new ArrayList<Level>(List.of(first));
    while (levels.getLast().size > 1) {
      levels.add(levels.getLast().above());
    }
    long above = 0;
    for (int i = levels.size() - 1; i >= 0; i--) {
      Level level = levels.get(i);
      above += level.size;
      long below = i == 0 ? features : levels.get(i - 1).size;
      level.writeTo(out, above, below);
    }
  }

  /** A node as it stands in the file. */
  static byte[] node(Box box, long offset) {
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putDouble(box.minX())
        .putDouble(box.minY())
        .putDouble(box.maxX())
        .putDouble(box.maxY())
        .putLong(offset)
        .array();
  }

  /** Boxes of one level. */
  private static final class Level {
    private double[] boxes = new double[4 * 64];
    private int size;

    void push(Box box) {
      if (4 * size == boxes.length) {
        boxes = Arrays.copyOf(boxes, 2 * boxes.length);
      }
      set(size++, box);
    }

    void widen(Box box) {
      set(size - 1, box(size - 1).with(box));
    }

    private void set(int i, Box box) {
      boxes[4 * i] = box.minX();
      boxes[4 * i + 1] = box.minY();
      boxes[4 * i + 2] = box.maxX();
      boxes[4 * i + 3] = box.maxY();
    }

    private Box box(int i) {
      return new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
    }

    Level above() {
      var above = new Level();
      for (int i = 0; i < size; i++) {
        if (i % NODE == 0) {
          above.push(box(i));
        } else {
          above.widen(box(i));
        }
      }
      return above;
    }

    /** Writes nodes whose children are the next level, which begins at node {@code first}. */
    void writeTo(OutputStream out, long first, long below) throws IOException {
      for (int i = 0; i < size; i++) {
        long child = first + Math.min((long) i * NODE, below);
        out.write(node(box(i), child));
      }
    }
  }
}
