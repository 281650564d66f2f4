package dev.penstock.transactions.rows;

import dev.penstock.transactions.ledger.Amount;
import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.ledger.Transaction;
import dev.penstock.transactions.wire.Coded;
import dev.penstock.transactions.wire.Unpack;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as a record of bytes.
 *
 * <pre>
 * 8   its time, with the sign bit turned, so that records sort as bytes
 * 1   its rank: what comes in goes before what goes out in the same millisecond
 * 16  its content key: the first half of the SHA-256 of the typed part
 * 4   number of the import that brought it
 * …   the typed part, with its length before it: all that makes it this transaction
 * …   line, byte and length in the file, reported balance, note, the row as it was uploaded
 * </pre>
 *
 * The first 25 bytes are its sort key, in which equal transactions are equal.
 */
public final class Records {
  /** Length of the sort key. */
  public static final int KEY = 25;

  /** Where the import's number stands. */
  public static final int IMPORT = KEY;

  static final int BODY = IMPORT + 4;

  static final int QUOTE = 1;
  static final int FEE = 2;
  static final int VALUE = 4;

  private Records() {}

  /** Compares two sort keys. */
  public static int compare(byte[] a, int at, byte[] b, int bt) {
    return Arrays.compareUnsigned(a, at, at + KEY, b, bt, bt + KEY);
  }

  /** The time of a record. */
  public static long time(byte[] record, int at) {
    return i64(record, at) ^ Long.MIN_VALUE;
  }

  static long i64(byte[] bytes, int at) {
    long value = 0;
    for (int i = at; i < at + 8; i++) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }

  /** The first eight bytes of a sort key. */
  static long sortable(long time) {
    return time ^ Long.MIN_VALUE;
  }

  /** Buys and other acquisitions, then moves, then everything that goes out. */
  static int rank(Kind kind) {
    return switch (kind.effect()) {
      case OPENING -> 0;
      case BUY, INCOME, RECEIVE -> 1;
      case MOVE_IN, MOVE_OUT -> 2;
      case SELL, GIVE, LOSE -> 3;
    };
  }

  /** Writes the number of the import. */
  public static void setImport(byte[] record, int at, int number) {
    for (int i = 0; i < 4; i++) {
      record[at + IMPORT + i] = (byte) (number >>> (24 - 8 * i));
    }
  }

  /** The number of the import that brought a record. */
  public static int importNumber(byte[] record, int at) {
    int number = 0;
    for (int i = 0; i < 4; i++) {
      number = number << 8 | (record[at + IMPORT + i] & 0xff);
    }
    return number;
  }

  /**
   * Where a row comes from.
   *
   * @param number of the import
   * @param line of the file, from 1
   * @param offset of its first byte
   * @param length in bytes
   */
  public record Source(int number, long line, long offset, long length) {}

  /**
   * A whole record, decoded.
   *
   * @param key its sort key
   * @param reported what the source says the wallet holds afterwards
   * @param uploaded the row as it was uploaded
   */
  public record Row(
      byte[] key,
      Transaction transaction,
      Source source,
      @Nullable BigDecimal reported,
      Uploaded uploaded) {
    /** The row as it was uploaded. */
    public String raw() {
      return uploaded.text();
    }
  }

  /** A text within a block. Few readers want it: it is decoded for those who do. */
  public record Uploaded(byte[] block, int from, int length) {
    String text() {
      return new String(block, from, length, StandardCharsets.UTF_8);
    }
  }

  /** Decodes a record's typed part; the reader then stands behind it. */
  public static Transaction transaction(Unpack in) {
    long at = in.i64() ^ Long.MIN_VALUE;
    in.skip(BODY - 8);
    in.whole();
    Kind kind = Kind.coded(in.u8());
    String wallet = in.text();
    int flags = in.u8();
    Amount base = amount(in);
    Amount quote = (flags & QUOTE) != 0 ? amount(in) : null;
    Amount fee = (flags & FEE) != 0 ? amount(in) : null;
    BigDecimal value = (flags & VALUE) != 0 ? in.decimal() : null;
    var names = new Transaction.Names(in.text(), in.text(), "", in.text());
    return new Transaction(at, wallet, kind, base, quote, fee, value, names);
  }

  private static Amount amount(Unpack in) {
    return new Amount(in.text(), in.decimal());
  }

  /**
   * What a filter looks at, without decoding the rest.
   *
   * @param in over the record
   */
  public static boolean matches(
      Unpack in, @Nullable Kind kind, @Nullable String wallet, @Nullable String asset) {
    in.skip(BODY);
    in.whole();
    if (kind != null && in.u8() != Coded.of(kind)) {
      return false;
    }
    if (kind == null) {
      in.skip(1);
    }
    if (wallet != null ? !in.text().equals(wallet) : skipText(in)) {
      return false;
    }
    return asset == null || touches(in, asset);
  }

  private static boolean skipText(Unpack in) {
    in.skip(in.count());
    return false;
  }

  private static boolean touches(Unpack in, String asset) {
    int flags = in.u8();
    boolean found = in.text().equals(asset);
    for (int bit = QUOTE; bit <= FEE && !found; bit <<= 1) {
      if ((flags & bit) != 0) {
        in.skipDecimal();
        found = in.text().equals(asset);
      }
    }
    return found;
  }

  /** Decodes a record. */
  public static Row row(byte[] bytes, int from, int to) {
    return row(new Unpack(bytes, from, to));
  }

  /**
   * Decodes the record that a reader stands before, in a block that nobody changes any more. One
   * reader for many records finds the words again that they share.
   */
  public static Row row(Unpack in) {
    byte[] bytes = in.array();
    int from = in.position();
    Transaction bare = transaction(in);
    var source = new Source(importNumber(bytes, from), in.whole(), in.whole(), in.whole());
    BigDecimal reported = in.maybe();
    String note = in.text();
    int length = in.count();
    var uploaded = new Uploaded(bytes, in.position(), length);
    var names = bare.names();
    return new Row(
        Arrays.copyOfRange(bytes, from, from + KEY),
        new Transaction(
            bare.at(),
            bare.wallet(),
            bare.kind(),
            bare.base(),
            bare.quote(),
            bare.fee(),
            bare.value(),
            new Transaction.Names(names.externalId(), names.txHash(), note, names.lots())),
        source,
        reported,
        uploaded);
  }
}
