package dev.penstock.geojson;

/**
 * What {@link GeoJsonInput} lets through before it refuses a payload.
 *
 * <p>The compressed form may grow: at any moment at most {@code freeBytes + maxRatio * compressed
 * bytes read} may have come out of it. Real GeoJSON shrinks 3 to 20 times, a bomb 1,000 times.
 *
 * @param maxBytes most bytes after unwrapping
 * @param freeBytes bytes that may come out before the ratio counts
 * @param maxRatio unwrapped bytes per compressed byte beyond {@code freeBytes}
 */
public record InputLimits(long maxBytes, long freeBytes, int maxRatio) {

  /** 64 GiB unwrapped, and a ratio of 100 beyond the first MiB. */
  public static final InputLimits DEFAULT = new InputLimits(64L << 30, 1L << 20, 100);

  public InputLimits {
    if (maxBytes < 1 || freeBytes < 0 || maxRatio < 1) {
      throw new IllegalArgumentException(
          "limits must be positive: " + maxBytes + ", " + freeBytes + ", " + maxRatio);
    }
  }

  /** The same limits with another absolute size. */
  public InputLimits withMaxBytes(long bytes) {
    return new InputLimits(bytes, freeBytes, maxRatio);
  }
}
