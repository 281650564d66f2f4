package dev.penstock.geojson;

/**
 * What the cutter accepts.
 *
 * @param maxFeatureBytes items longer than this are {@link Oversized}
 * @param maxDepth deepest nesting of brackets, the outermost counted as 1
 */
public record CutLimits(long maxFeatureBytes, int maxDepth) {

  /** 64 MiB an item and 64 levels. */
  public static final CutLimits DEFAULT = new CutLimits(64L << 20, 64);

  public CutLimits {
    if (maxFeatureBytes < 1 || maxDepth < 8 || maxDepth > 1024) {
      throw new IllegalArgumentException(
          "maxFeatureBytes >= 1 and maxDepth in 8..1024, but " + maxFeatureBytes + ", " + maxDepth);
    }
  }
}
