package dev.penstock.formats;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The values of one column in the row group that is being filled: plainly encoded, and which rows
 * have one. Used by one thread.
 */
final class ParquetColumn {
  /** The physical types, as Parquet numbers them. */
  enum Type {
    BOOLEAN(0),
    INT64(2),
    DOUBLE(5),
    BYTE_ARRAY(6);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  private static final int KEEP = 1 << 20;

  private final Type type;
  private final String[] path;
  private final BitSet present = new BitSet();
  private byte[] plain = new byte[256];
  private int length;
  private int rows;
  private int values;
  private long leastLong;
  private long mostLong;
  private double leastDouble;
  private double mostDouble;
  private boolean unordered;

  ParquetColumn(Type type, String... path) {
    this.type = type;
    this.path = path;
    clear();
  }

  Type type() {
    return type;
  }

  String[] path() {
    return path.clone();
  }

  int rows() {
    return rows;
  }

  int nulls() {
    return rows - values;
  }

  /** Bytes of the values in hand. */
  int length() {
    return length;
  }

  void addNull() {
    rows++;
  }

  void add(boolean value) {
    if ((values & 7) == 0) {
      room(1);
      plain[length++] = 0;
    }
    if (value) {
      plain[length - 1] |= (byte) (1 << (values & 7));
    }
    counted();
  }

  void add(long value) {
    room(8);
    wrapped().putLong(length, value);
    length += 8;
    leastLong = Math.min(leastLong, value);
    mostLong = Math.max(mostLong, value);
    counted();
  }

  void add(double value) {
    room(8);
    wrapped().putDouble(length, value);
    length += 8;
    unordered |= Double.isNaN(value);
    leastDouble = Math.min(leastDouble, value);
    mostDouble = Math.max(mostDouble, value);
    counted();
  }

  void add(byte[] value) {
    room(Math.addExact(4, value.length));
    wrapped().putInt(length, value.length);
    System.arraycopy(value, 0, plain, length + 4, value.length);
    length += 4 + value.length;
    counted();
  }

  private void counted() {
    present.set(rows++);
    values++;
  }

  private ByteBuffer wrapped() {
    return ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void room(int more) {
    if (plain.length - length < more) {
      plain = Arrays.copyOf(plain, Math.max(2 * plain.length, Math.addExact(length, more)));
    }
  }

  /** The page of all rows: the definition levels in bit-packed groups of eight, then the values. */
  byte[] page() {
    int groups = (rows + 7) / 8;
    var head = new ProtoBytes();
    head.varint(((long) groups << 1) | 1);
    int levels = head.length() + groups;
    ByteBuffer page =
        ByteBuffer.allocate(Math.addExact(4 + levels, length)).order(ByteOrder.LITTLE_ENDIAN);
    page.putInt(levels);
    head.putTo(page);
    byte[] bits = present.toByteArray();
    page.put(bits).position(4 + levels);
    page.put(plain, 0, length);
    return page.array();
  }

  /** Puts what is known of the values into a Statistics structure. */
  void statistics(Thrift out) {
    out.field(3, (long) nulls());
    if (values > 0 && !unordered) {
      switch (type) {
        case INT64 -> out.field(5, bytes(mostLong)).field(6, bytes(leastLong));
        // Both zeros are in: Parquet orders them, Java's equality does not.
        case DOUBLE ->
            out.field(5, bytes(Double.doubleToRawLongBits(mostDouble + 0.0)))
                .field(6, bytes(Double.doubleToRawLongBits(leastDouble == 0 ? -0.0 : leastDouble)));
        case BOOLEAN, BYTE_ARRAY -> {}
      }
    }
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  /** Begins the next row group. */
  void clear() {
    present.clear();
    length = 0;
    rows = 0;
    values = 0;
    leastLong = Long.MAX_VALUE;
    mostLong = Long.MIN_VALUE;
    leastDouble = Double.POSITIVE_INFINITY;
    mostDouble = Double.NEGATIVE_INFINITY;
    unordered = false;
    if (plain.length > KEEP) {
      plain = new byte[256];
    }
  }
}
