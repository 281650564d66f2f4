package dev.penstock.geojson;

/**
 * What the reader accepts in one feature.
 *
 * @param maxVertices most positions
 * @param maxProperties most members of {@code properties}
 * @param maxDepth deepest nesting of brackets, the feature counted as 1
 * @param maxDefects most defects kept with text; all are counted
 */
public record ReadLimits(int maxVertices, int maxProperties, int maxDepth, int maxDefects) {

  /** 5 million positions, 10,000 properties, 64 levels and 16 defects. */
  public static final ReadLimits DEFAULT = new ReadLimits(5_000_000, 10_000, 64, 16);

  public ReadLimits {
    if (maxVertices < 1 || maxVertices > 300_000_000 || maxProperties < 0 || maxDefects < 1) {
      throw new IllegalArgumentException(
          "limits out of range: " + maxVertices + ", " + maxProperties + ", " + maxDefects);
    }
    if (maxDepth < 8 || maxDepth > 512) {
      throw new IllegalArgumentException("maxDepth must lie in 8..512, was " + maxDepth);
    }
  }
}
