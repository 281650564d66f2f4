package dev.penstock.job;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Names one job. 26 characters of lower-case Crockford base 32: 48 bits of milliseconds, then 80
 * random bits (the layout of a ULID), so that ids sort by the time of their making.
 */
public record JobId(String value) implements Comparable<JobId> {
  private static final Pattern FORM = Pattern.compile("[0-7][0-9a-hjkmnp-tv-z]{25}");
  static final int RANDOM_BITS = 80;
  private static final int LENGTH = 26;
  private static final int TIME = 10;
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

  public JobId {
    if (!isJobId(value)) {
      throw new IllegalArgumentException("not a job id: '" + value + "'");
    }
  }

  /** A new id; two calls never return the same one, for all practical purposes. */
  public static JobId next(InstantSource clock) {
    return new JobId(
        at(clock.instant()) + digits(new BigInteger(RANDOM_BITS, ThreadLocalRandom.current())));
  }

  /** The id of a time and 80 further bits. */
  static JobId of(Instant time, BigInteger bits) {
    return new JobId(at(time) + digits(bits));
  }

  /**
   * The id of a job that follows another one; the same one for the same arguments.
   *
   * @param time of its making
   * @param index which of those that follow
   * @param round in which the parent ended
   */
  public static JobId following(JobId parent, int index, int round, Instant time) {
    String name = parent.value() + "/" + round + "/" + index;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.US_ASCII));
      return of(time, new BigInteger(1, Arrays.copyOf(digest, RANDOM_BITS / Byte.SIZE)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Sorts before every id made at this time or later, and after every one made earlier. */
  public static JobId firstAt(Instant time) {
    return of(time, BigInteger.ZERO);
  }

  private static String at(Instant time) {
    return digits(BigInteger.valueOf(time.toEpochMilli()), TIME);
  }

  private static String digits(BigInteger bits) {
    return digits(bits, LENGTH - TIME);
  }

  private static String digits(BigInteger value, int length) {
    char[] text = new char[length];
    BigInteger rest = value;
    for (int i = length - 1; i >= 0; i--) {
      text[i] = ALPHABET.charAt(rest.intValue() & 31);
      rest = rest.shiftRight(5);
    }
    return new String(text);
  }

  /** Whether a text from outside has the form of an id. */
  public static boolean isJobId(String text) {
    return FORM.matcher(text).matches();
  }

  /** When it was made. */
  public Instant made() {
    long millis = 0;
    for (int i = 0; i < TIME; i++) {
      millis = millis << 5 | ALPHABET.indexOf(value.charAt(i));
    }
    return Instant.ofEpochMilli(millis);
  }

  @Override
  public int compareTo(JobId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
