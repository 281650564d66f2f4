package dev.penstock.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes of a protobuf message, or of a part of one. Used by one thread. */
final class ProtoBytes {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int KEEP = 4 << 20;

  private byte[] bytes = new byte[1_024];
  private int length;

  int length() {
    return length;
  }

  void clear() {
    length = 0;
    if (bytes.length > KEEP) {
      bytes = new byte[1_024];
    }
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  void putTo(ByteBuffer out) {
    out.put(bytes, 0, length);
  }

  void varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** A number of either sign, small where it is near zero. */
  void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  void field(int number, long value) {
    varint(((long) number << 3) | VARINT);
    varint(value);
  }

  void zigzagField(int number, long value) {
    varint(((long) number << 3) | VARINT);
    zigzag(value);
  }

  void field(int number, double value) {
    varint(((long) number << 3) | FIXED64);
    room(8);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putDouble(length, value);
    length += 8;
  }

  void field(int number, byte[] value) {
    head(number, value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  void field(int number, ProtoBytes value) {
    head(number, value.length);
    room(value.length);
    System.arraycopy(value.bytes, 0, bytes, length, value.length);
    length += value.length;
  }

  /** What stands before so many bytes of a field. */
  void head(int number, long length) {
    varint(((long) number << 3) | BYTES);
    varint(length);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
    }
  }
}
