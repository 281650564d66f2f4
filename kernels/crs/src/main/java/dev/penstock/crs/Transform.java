package dev.penstock.crs;

/**
 * Moves positions from one coordinate reference system to another, many at a time and in place.
 *
 * <p>x = east or longitude and y = north or latitude on both sides, always; angles are in degrees.
 * Other ordinates of a position (height, measure) are left alone.
 *
 * <p>Not thread-safe: an instance keeps scratch objects. It is cheap to create; make one per
 * thread.
 */
public sealed interface Transform permits IdentityTransform, PlaneTransform, Proj4jTransform {

  /** The transform from {@code source} to {@code target}; identity where both mean the same. */
  static Transform between(Crs source, Crs target) {
    return Transforms.between(source, target);
  }

  /**
   * Transforms positions in place.
   *
   * <p>A position fails if it has no finite image: beyond a pole or 180 degrees of longitude, at a
   * pole in Mercator, outside a projection's domain, NaN. Then the contents of the whole range are
   * unspecified, and the caller rejects the feature.
   *
   * @param ordinates x and y of each position side by side
   * @param from index in {@code ordinates} of the first position's x
   * @param positions how many positions
   * @param stride numbers per position, at least 2
   * @return -1 if all went well, else the first failing position, counted from 0 at {@code from}
   * @throws IndexOutOfBoundsException if the range does not lie within the array
   */
  int apply(double[] ordinates, int from, int positions, int stride);

  /** Whether {@link #apply} changes nothing, so that a caller may skip it. */
  default boolean identity() {
    return false;
  }
}
