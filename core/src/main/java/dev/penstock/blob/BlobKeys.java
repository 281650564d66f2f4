package dev.penstock.blob;

import java.util.regex.Pattern;

/** The grammar of blob keys: what every store, on disk or behind S3, can hold as a name. */
public final class BlobKeys {
  /** Longest key: leaves room for a bucket's own prefix below the 1,024 bytes of S3. */
  public static final int MAX_LENGTH = 512;

  private static final Pattern KEY =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");

  private BlobKeys() {}

  /**
   * Returns the key itself.
   *
   * @throws IllegalArgumentException for a key with an empty, dotted or foreign segment: keys are
   *     ours alone, so a bad one is a bug, and it must never climb out of the store's folder
   */
  public static String check(String key) {
    if (key.length() > MAX_LENGTH || !KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("not a blob key: '" + key + "'");
    }
    return key;
  }
}
