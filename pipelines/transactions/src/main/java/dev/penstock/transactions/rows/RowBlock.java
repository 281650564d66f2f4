package dev.penstock.transactions.rows;

import dev.penstock.transactions.wire.Pack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Records in their order, in one piece: how many there are, where each begins, then the records.
 * Readers find a record without looking at the others.
 */
public final class RowBlock {
  private final byte[] bytes;
  private final int rows;

  public RowBlock(byte[] bytes) {
    this.bytes = bytes;
    this.rows = i32(0);
  }

  private int i32(int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  public int rows() {
    return rows;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int from(int row) {
    return i32(4 + 4 * row);
  }

  public int to(int row) {
    return row + 1 < rows ? from(row + 1) : bytes.length;
  }

  public byte[] key(int row) {
    return Arrays.copyOfRange(bytes, from(row), from(row) + Records.KEY);
  }

  /** The first row whose sort key is not below a key. */
  public int find(byte[] key) {
    int low = 0;
    int high = rows;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Records.compare(bytes, from(middle), key, 0) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Collects records, given in their order. Used by one thread. */
  public static final class Builder {
    private final Pack records = new Pack(1 << 16);
    private final List<Integer> starts = new ArrayList<>();

    public void add(byte[] source, int from, int to) {
      starts.add(records.length());
      records.raw(source, from, to - from);
    }

    /** The record that was added last: to write its import number. */
    public void setImport(int number) {
      Records.setImport(records.array(), starts.getLast(), number);
    }

    public int rows() {
      return starts.size();
    }

    public int bytes() {
      return records.length();
    }

    /** The block; the builder is empty afterwards. */
    public RowBlock build() {
      int head = 4 + 4 * starts.size();
      var whole = new Pack(head + records.length());
      i32(whole, starts.size());
      starts.forEach(start -> i32(whole, head + start));
      whole.raw(records.array(), 0, records.length());
      records.cut(0);
      starts.clear();
      return new RowBlock(whole.toBytes());
    }

    private static void i32(Pack pack, int value) {
      pack.u8(value >>> 24).u8(value >>> 16).u8(value >>> 8).u8(value);
    }
  }
}
