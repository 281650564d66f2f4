package dev.penstock.testkit.powerloss;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The bytes of a file, growing. */
final class Bytes {
  private byte[] array;
  private int length;

  Bytes() {
    this.array = new byte[0];
  }

  private Bytes(byte[] array, int length) {
    this.array = array;
    this.length = length;
  }

  int length() {
    return length;
  }

  Bytes copy() {
    return new Bytes(Arrays.copyOf(array, length), length);
  }

  void write(int offset, byte[] bytes, int from, int count) {
    resize(Math.max(length, offset + count));
    System.arraycopy(bytes, from, array, offset, count);
  }

  /** Copies a range of another one, as far as that goes. */
  void copy(Bytes other, int from, int to) {
    int end = Math.min(to, other.length);
    if (end > from) {
      write(from, other.array, from, end - from);
    }
  }

  /** What is cut off is gone; what is new is zero. */
  void resize(int to) {
    if (to > array.length) {
      array = Arrays.copyOf(array, Math.max(to, array.length * 2));
    }
    if (to < length) {
      Arrays.fill(array, to, length, (byte) 0);
    }
    length = to;
  }

  /** Fills a range with what the disk had there of other files. */
  void litter(int from, int to, Luck.OfFile luck) {
    for (int i = from; i < Math.min(to, length); i++) {
      array[i] = luck.litter(i);
    }
  }

  byte[] toArray() {
    return Arrays.copyOf(array, length);
  }

  void writeTo(Path path) throws IOException {
    try (OutputStream out = Files.newOutputStream(path)) {
      out.write(array, 0, length);
    }
  }
}
