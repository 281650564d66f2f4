package dev.penstock.raster.measure;

/**
 * What a sample means: {@code scale} times it, plus {@code offset}. Less than {@code floor} counts
 * as that; how often it happened is told.
 */
public record Reflectance(double scale, double offset, double floor) {

  /** As it is. */
  public static final Reflectance PLAIN = new Reflectance(1, 0, Double.NEGATIVE_INFINITY);

  /**
   * Sentinel-2 L2A.
   *
   * @param offset added to the number in the file: -1000 from processing baseline 04.00 on, unless
   *     the provider has added it already, else 0
   */
  public static Reflectance sentinel2(int offset) {
    return new Reflectance(1e-4, offset * 1e-4, 0);
  }
}
