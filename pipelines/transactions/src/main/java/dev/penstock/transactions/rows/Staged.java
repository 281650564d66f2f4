package dev.penstock.transactions.rows;

import dev.penstock.transactions.wire.Pack;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/** The records of one chunk between two stages: in their order, each with its length before it. */
public final class Staged {
  private static final int BUFFER = 1 << 16;

  private Staged() {}

  /** Writes records in the order of their places. */
  public static void write(Pack records, List<int[]> places, OutputStream out) throws IOException {
    var buffer = new Pack(BUFFER + 1024);
    for (int[] place : places) {
      buffer.slice(records.array(), place[0], place[1] - place[0]);
      if (buffer.length() > BUFFER) {
        buffer.writeTo(out);
        buffer.cut(0);
      }
    }
    buffer.writeTo(out);
  }

  /** Reads them one after the other. Used by one thread. */
  public static final class Reader implements AutoCloseable {
    private final DataInputStream in;
    private byte[] record = new byte[512];
    private int length;

    public Reader(InputStream in) {
      this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
    }

    /** Goes to the next record; false: there is none. */
    public boolean next() throws IOException {
      int first = in.read();
      if (first < 0) {
        return false;
      }
      length = length(first);
      if (length > record.length) {
        record = new byte[Math.max(length, record.length * 2)];
      }
      in.readFully(record, 0, length);
      return true;
    }

    private int length(int first) throws IOException {
      int value = first & 0x7f;
      int b = first;
      for (int shift = 7; (b & 0x80) != 0; shift += 7) {
        b = in.read();
        if (b < 0 || shift > 28) {
          throw new EOFException("a staged record is cut short");
        }
        value |= (b & 0x7f) << shift;
      }
      return value;
    }

    /** The record in hand, of which {@link #length} bytes count. */
    public byte[] record() {
      return record;
    }

    public int length() {
      return length;
    }

    public byte[] key() {
      return Arrays.copyOf(record, Records.KEY);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
