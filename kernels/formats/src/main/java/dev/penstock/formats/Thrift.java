package dev.penstock.formats;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes structures in Thrift's compact protocol, which Parquet keeps its metadata in. Fields are
 * given in the order of their numbers.
 */
final class Thrift {
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;
  private static final int SHORT_LIST = 15;
  private static final int NEAR = 15;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Deque<Integer> outer = new ArrayDeque<>();
  private int last;

  byte[] bytes() {
    return out.toByteArray();
  }

  Thrift field(int number, int value) {
    head(number, I32);
    zigzag(value);
    return this;
  }

  Thrift field(int number, long value) {
    head(number, I64);
    zigzag(value);
    return this;
  }

  Thrift field(int number, String value) {
    return field(number, value.getBytes(StandardCharsets.UTF_8));
  }

  Thrift field(int number, byte[] value) {
    head(number, BINARY);
    element(value);
    return this;
  }

  /** A field that is a structure; what follows up to {@link #end} is in it. */
  Thrift struct(int number) {
    head(number, STRUCT);
    return begin();
  }

  /** A field that is a structure whose bytes are there already, its end among them. */
  Thrift raw(int number, byte[] structure) {
    head(number, STRUCT);
    out.writeBytes(structure);
    return this;
  }

  /** A structure that is an element of a list. */
  Thrift begin() {
    outer.push(last);
    last = 0;
    return this;
  }

  Thrift end() {
    out.write(0);
    last = outer.pop();
    return this;
  }

  /** The end of the outermost structure. */
  Thrift stop() {
    out.write(0);
    return this;
  }

  Thrift structs(int number, int size) {
    return list(number, size, STRUCT);
  }

  Thrift numbers(int number, int... values) {
    list(number, values.length, I32);
    for (int value : values) {
      zigzag(value);
    }
    return this;
  }

  Thrift texts(int number, String... values) {
    list(number, values.length, BINARY);
    for (String value : values) {
      element(value.getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  private void element(byte[] value) {
    varint(value.length);
    out.writeBytes(value);
  }

  private Thrift list(int number, int size, int type) {
    head(number, LIST);
    if (size < SHORT_LIST) {
      out.write((size << 4) | type);
    } else {
      out.write((SHORT_LIST << 4) | type);
      varint(size);
    }
    return this;
  }

  private void head(int number, int type) {
    int step = number - last;
    if (step > 0 && step <= NEAR) {
      out.write((step << 4) | type);
    } else {
      out.write(type);
      zigzag(number);
    }
    last = number;
  }

  private void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
