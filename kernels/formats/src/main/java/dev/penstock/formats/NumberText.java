package dev.penstock.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON text into a buffer that flows out when it is full; numbers in the fewest digits that
 * read back as the same double. Used by one thread.
 */
public final class NumberText {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_NUMBER = 32;
  private static final int DECIMALS = 7;
  private static final double SCALE = 1e7;
  private static final double[] SCALES = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  /** Below this, number and scale are exact in a double, and 15 digits tell doubles apart. */
  private static final double EXACT = 1e15;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private final byte[] digits = new byte[20];
  private int length;

  public NumberText(OutputStream out) {
    this.out = out;
  }

  public NumberText put(char c) throws IOException {
    room(1);
    buffer[length++] = (byte) c;
    return this;
  }

  /** ASCII text. */
  public NumberText put(String text) throws IOException {
    return put(text.getBytes(StandardCharsets.UTF_8));
  }

  public NumberText put(byte[] bytes) throws IOException {
    if (bytes.length > BUFFER / 2) {
      flush();
      out.write(bytes);
      return this;
    }
    room(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  /** The shortest text that reads back as this very number. */
  public void number(double value) throws IOException {
    double scaled = value * SCALE;
    long whole = Math.round(scaled);
    // A quotient of two exact doubles is the double nearest to the decimal, so equal means exact.
    if (Math.abs(scaled) < EXACT && whole / SCALE == value) {
      decimal(whole, DECIMALS);
    } else {
      put(Double.toString(value));
    }
  }

  /** Rounded to so many decimals, 15 at most; zeros at the end are not written. */
  public void rounded(double value, int decimals) throws IOException {
    double scaled = value * SCALES[decimals];
    if (Math.abs(scaled) < EXACT) {
      decimal(Math.round(scaled), decimals);
    } else {
      put(Double.toString(value));
    }
  }

  /** Writes {@code scaled / 10^places} without trailing zeros. */
  private void decimal(long scaled, int places) throws IOException {
    room(LONGEST_NUMBER);
    long rest = scaled;
    if (rest < 0) {
      buffer[length++] = '-';
      rest = -rest;
    }
    int decimals = places;
    while (decimals > 0 && rest % 10 == 0) {
      rest /= 10;
      decimals--;
    }
    int count = 0;
    while (rest > 0 || count <= decimals) {
      digits[count++] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    while (count > 0) {
      if (count == decimals) {
        buffer[length++] = '.';
      }
      buffer[length++] = digits[--count];
    }
  }

  public void flush() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }

  private void room(int more) throws IOException {
    if (length + more > BUFFER) {
      flush();
    }
  }
}
