package dev.penstock.formats;

/** Moves positions to another system, in place. Used by one thread. */
@FunctionalInterface
public interface Reprojection {
  /** Leaves them where they are. */
  Reprojection NONE = (ordinates, from, positions, stride) -> -1;

  /**
   * Moves positions that stand side by side.
   *
   * @param from index of the first one's x
   * @param stride numbers per position
   * @return -1, or the first position that has no image; then the contents are unspecified
   */
  int apply(double[] ordinates, int from, int positions, int stride);
}
