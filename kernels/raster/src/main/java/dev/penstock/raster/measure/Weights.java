package dev.penstock.raster.measure;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.pixel.Georeference;
import dev.penstock.raster.pixel.Window;

/**
 * How much each pixel of an image counts for a polygon.
 *
 * @param window the pixels of the image that it may touch; empty if none
 * @param weights of these, row by row, from 0 to 1
 * @param inside sum of them
 * @param outside what lies beyond the image, in pixels
 */
public record Weights(Window window, double[] weights, double inside, double outside) {
  private static final long MOST_PIXELS = 1 << 24;
  private static final double FARTHEST = 1e9;

  /**
   * The weights for an image of that size and place.
   *
   * @throws RasterException if the two cannot be brought together
   */
  public static Weights of(Outline outline, Georeference at, Window image, PixelRule rule)
      throws RasterException {
    return of(new Placement(at).place(outline), image, rule);
  }

  static Weights of(PixelRings rings, Window image, PixelRule rule) throws RasterException {
    double[] bounds = rings.bounds();
    for (double bound : bounds) {
      if (!(Math.abs(bound) < FARTHEST)) {
        throw new RasterException(Fault.NOT_PLACED, "The polygon lies far from the raster.");
      }
    }
    int left = (int) Math.floor(bounds[0]);
    int top = (int) Math.floor(bounds[2]);
    long width = Math.max(1, (long) Math.ceil(bounds[1]) - left);
    long height = Math.max(1, (long) Math.ceil(bounds[3]) - top);
    if (width * height > MOST_PIXELS) {
      throw new RasterException(
          Fault.TOO_LARGE, "The polygon spans %d x %d pixels.".formatted(width, height));
    }
    Window box = new Window(left, top, (int) width, (int) height);
    double[] all = Cover.weights(rings, rule, box);
    return cut(box, all, box.within(image.width(), image.height()));
  }

  /** What of the box lies in the image, and the sum of what does not. */
  private static Weights cut(Window box, double[] all, Window within) {
    double sum = 0;
    for (double weight : all) {
      sum += weight;
    }
    if (within.empty()) {
      return new Weights(new Window(0, 0, 0, 0), new double[0], 0, sum);
    }
    double[] weights = new double[within.width() * within.height()];
    double inside = 0;
    for (int y = 0; y < within.height(); y++) {
      int from = (y + within.y() - box.y()) * box.width() + within.x() - box.x();
      System.arraycopy(all, from, weights, y * within.width(), within.width());
    }
    for (double weight : weights) {
      inside += weight;
    }
    boolean whole = within.equals(box);
    return new Weights(within, weights, inside, whole ? 0 : Math.max(0, sum - inside));
  }

  /** The polygon's area in pixels, as the rule counts it. */
  public double total() {
    return inside + outside;
  }
}
