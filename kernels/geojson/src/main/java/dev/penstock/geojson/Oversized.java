package dev.penstock.geojson;

/**
 * An item of more bytes than {@link CutLimits#maxFeatureBytes}. It is a reject; the document goes
 * on.
 *
 * @param offset of the first byte in the uncompressed payload
 * @param length in bytes
 * @param index counts the items of the payload from 0
 */
public record Oversized(long offset, long length, long index) implements Cut {

  /** {@code geojson.feature_too_large}. */
  public String code() {
    return Rule.FEATURE_TOO_LARGE.code();
  }
}
