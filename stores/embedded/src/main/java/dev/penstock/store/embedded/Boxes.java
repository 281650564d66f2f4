package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Bounds;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Boxes with numbers, packed as a node of SQLite's R-tree keeps them: number (8 bytes), then minX,
 * maxX, minY, maxY as floats that are rounded outwards; all big endian.
 */
final class Boxes {
  static final int CELL = 24;
  private static final int MIN_X = 8;
  private static final int MAX_X = 12;
  private static final int MIN_Y = 16;
  private static final int MAX_Y = 20;

  private ByteBuffer cells = ByteBuffer.allocate(64 * CELL);

  void add(long number, Bounds box) {
    room(CELL);
    cells.putLong(number);
    cells.putFloat(down(box.minX())).putFloat(up(box.maxX()));
    cells.putFloat(down(box.minY())).putFloat(up(box.maxY()));
  }

  /** Adds what {@link #packed} gave. */
  void addAll(byte[] packed) {
    room(packed.length);
    cells.put(packed);
  }

  private void room(int bytes) {
    if (cells.remaining() < bytes) {
      int position = cells.position();
      byte[] larger = Arrays.copyOf(cells.array(), Math.max(2 * position, position + bytes));
      cells = ByteBuffer.wrap(larger).position(position);
    }
  }

  byte[] packed() {
    return Arrays.copyOf(cells.array(), cells.position());
  }

  int size() {
    return cells.position() / CELL;
  }

  void clear() {
    cells.clear();
  }

  long number(int i) {
    return cells.getLong(i * CELL);
  }

  Bounds box(int i) {
    int at = i * CELL;
    return new Bounds(
        cells.getFloat(at + MIN_X),
        cells.getFloat(at + MIN_Y),
        cells.getFloat(at + MAX_X),
        cells.getFloat(at + MAX_Y));
  }

  double centerX(int i) {
    return 0.5 * cells.getFloat(i * CELL + MIN_X) + 0.5 * cells.getFloat(i * CELL + MAX_X);
  }

  double centerY(int i) {
    return 0.5 * cells.getFloat(i * CELL + MIN_Y) + 0.5 * cells.getFloat(i * CELL + MAX_Y);
  }

  void copy(int i, ByteBuffer to) {
    to.put(cells.array(), i * CELL, CELL);
  }

  private static float down(double value) {
    float rounded = (float) value;
    return rounded > value ? Math.nextDown(rounded) : rounded;
  }

  private static float up(double value) {
    float rounded = (float) value;
    return rounded < value ? Math.nextUp(rounded) : rounded;
  }
}
