package dev.penstock.pipeline;

import dev.penstock.job.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A bad item: why, where, and what it was.
 *
 * @param item index of the item in the payload, from 0
 * @param id the item's own id as JSON text (a quoted string or a number), if it has one
 * @param place where in the payload, and where in space
 * @param original the item's bytes as they came in; null when it is too large to be repeated: then
 *     its place says where in the payload it lies
 */
public record Reject(
    Problem problem, long item, @Nullable String id, Place place, @Nullable Slice original) {
  /**
   * Where the item and its defect lie.
   *
   * @param offset first byte of the item in the payload (uncompressed)
   * @param length of the item in bytes
   * @param path inside the item, as a JSON pointer; empty for the item itself
   * @param x coordinate of the defect in the item's own CRS; NaN when there is none
   */
  public record Place(long offset, long length, String path, double x, double y) {}

  /**
   * Bytes from {@code from} (included) to {@code to} (excluded); the array is shared.
   *
   * @param json whether they are one whole JSON value, and so can stand inside a JSON line as they
   *     are
   */
  public record Slice(byte[] bytes, int from, int to, boolean json) {
    public int length() {
      return to - from;
    }
  }
}
