package dev.penstock.transactions.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes packed values into bytes that grow. Equal numbers have equal bytes: zeros at the end of a
 * fraction are not written. Used by one thread.
 */
public final class Pack {
  /** Marks a number that does not fit a long. */
  static final int BIG = 0x80;

  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private byte[] bytes;
  private int length;

  public Pack(int room) {
    this.bytes = new byte[Math.max(16, room)];
  }

  public int length() {
    return length;
  }

  /** The array behind it, of which {@link #length} bytes count until the next write. */
  public byte[] array() {
    return bytes;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Forgets everything from a place on. */
  public void cut(int to) {
    length = to;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }

  public Pack u8(int value) {
    room(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /** Eight bytes, the highest first. */
  public Pack i64(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** A number that is zero or more, in as few bytes as it needs. */
  public Pack whole(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  public Pack signed(long value) {
    return whole((value << 1) ^ (value >> 63));
  }

  public Pack raw(byte[] source, int from, int count) {
    room(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
    return this;
  }

  /** Bytes with their number before them. */
  public Pack slice(byte[] source, int from, int count) {
    return whole(count).raw(source, from, count);
  }

  public Pack text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return slice(utf8, 0, utf8.length);
  }

  /** A number as a long and a scale from 0 to 127. */
  public Pack decimal(long unscaled, int scale) {
    long value = unscaled;
    int places = scale;
    while (places > 0 && value % 10 == 0) {
      value /= 10;
      places--;
    }
    return u8(places).signed(value);
  }

  public Pack decimal(BigDecimal number) {
    BigInteger unscaled = number.unscaledValue();
    if (unscaled.compareTo(LONG_MIN) >= 0 && unscaled.compareTo(LONG_MAX) <= 0) {
      return decimal(unscaled.longValue(), number.scale());
    }
    BigDecimal bare = number.stripTrailingZeros();
    BigDecimal plain = bare.scale() < 0 ? bare.setScale(0) : bare;
    BigInteger digits = plain.unscaledValue();
    if (digits.bitLength() < Long.SIZE) {
      return u8(plain.scale()).signed(digits.longValue());
    }
    byte[] big = digits.toByteArray();
    return u8(plain.scale() | BIG).slice(big, 0, big.length);
  }

  /** A number that may be missing. */
  public Pack maybe(@Nullable BigDecimal number) {
    return number == null ? u8(0) : u8(1).decimal(number);
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }
}
