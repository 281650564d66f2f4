package dev.penstock.raster.pixel;

/**
 * What a sample stands for: sample * scale + offset.
 *
 * @param scale what a sample is multiplied with
 * @param offset what is added after that
 */
public record Scaling(double scale, double offset) {
  /** A sample stands for itself. */
  public static final Scaling PLAIN = new Scaling(1, 0);
}
