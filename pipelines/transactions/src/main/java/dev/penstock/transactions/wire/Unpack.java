package dev.penstock.transactions.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link Pack} wrote. Short texts that come again are the same object. Used by one
 * thread.
 */
public final class Unpack {
  private static final int WORDS = 1024;

  /** Names of assets and wallets come again; ids, which are longer, do not. */
  private static final int LONGEST_WORD = 8;

  private byte[] bytes;
  private int at;
  private int end;
  private @Nullable String @Nullable [] words;

  public Unpack(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  public Unpack(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  /** Goes on with other bytes. */
  public Unpack over(byte[] other, int from, int to) {
    bytes = other;
    at = from;
    end = to;
    return this;
  }

  public boolean more() {
    return at < end;
  }

  public int position() {
    return at;
  }

  public void skip(int count) {
    at += count;
  }

  public byte[] array() {
    return bytes;
  }

  public int u8() {
    return bytes[at++] & 0xff;
  }

  public long i64() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[at++] & 0xff);
    }
    return value;
  }

  public long whole() {
    long value = 0;
    int shift = 0;
    while (true) {
      int b = bytes[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  /** A number that is known to be no larger than an int. */
  public int count() {
    return Math.toIntExact(whole());
  }

  public long signed() {
    long value = whole();
    return (value >>> 1) ^ -(value & 1);
  }

  public byte[] slice() {
    int count = count();
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  public byte[] raw(int count) {
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  public String text() {
    int count = count();
    int from = at;
    at += count;
    if (count == 0) {
      return "";
    }
    return count <= LONGEST_WORD
        ? word(from, count)
        : new String(bytes, from, count, StandardCharsets.UTF_8);
  }

  private String word(int from, int count) {
    int hash = count;
    boolean ascii = true;
    for (int i = from; i < from + count; i++) {
      hash = hash * 31 + bytes[i];
      ascii &= bytes[i] >= 0;
    }
    @Nullable String[] kept = words;
    if (kept == null) {
      kept = new String[WORDS];
      words = kept;
    }
    int slot = (hash ^ hash >>> 15) & (WORDS - 1);
    String known = kept[slot];
    if (known != null && ascii && same(known, from, count)) {
      return known;
    }
    String fresh = new String(bytes, from, count, StandardCharsets.UTF_8);
    kept[slot] = fresh;
    return fresh;
  }

  private boolean same(String known, int from, int count) {
    if (known.length() != count) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (known.charAt(i) != bytes[from + i]) {
        return false;
      }
    }
    return true;
  }

  public BigDecimal decimal() {
    int scale = u8();
    if ((scale & Pack.BIG) == 0) {
      return BigDecimal.valueOf(signed(), scale);
    }
    return new BigDecimal(new BigInteger(slice()), scale & ~Pack.BIG);
  }

  /** Passes over a number. */
  public void skipDecimal() {
    int scale = u8();
    if ((scale & Pack.BIG) == 0) {
      whole();
    } else {
      skip(count());
    }
  }

  public @Nullable BigDecimal maybe() {
    return u8() == 0 ? null : decimal();
  }
}
