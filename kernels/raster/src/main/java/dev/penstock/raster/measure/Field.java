package dev.penstock.raster.measure;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scene shows of a field: made once, measured by as many indices as are wanted. Not to be
 * changed.
 *
 * @param weights how much each pixel counts
 * @param columns what the bands show at these pixels, by name
 * @param classes of these pixels; null if the scene has no classification
 */
public record Field(Weights weights, Map<String, Column> columns, double @Nullable [] classes) {
  public Field {
    columns = Map.copyOf(columns);
  }

  /** A field in a scene without a classification. */
  public static Field unclassified(Weights weights, Map<String, Column> columns) {
    return new Field(weights, columns, null);
  }

  /**
   * One band.
   *
   * @param values NaN where there is nothing
   * @param floored whether a value was lifted to its floor
   */
  public record Column(double[] values, boolean[] floored) {}

  /** What the index comes to. */
  public Measurement measure(Expression index, MeasureOptions options) {
    return new Measuring(this, index, options).measure();
  }

  /** What the index shows at each pixel, for a picture. */
  public IndexPixels pixels(Expression index, SceneClasses meaning) {
    return IndexPixels.of(this, index, meaning);
  }

  /** The share of the field that is cloud or hidden by it; 0 without a classification. */
  public double clouded(SceneClasses meaning) {
    double clouded = 0;
    double[] numbers = classes;
    for (int i = 0; numbers != null && i < numbers.length; i++) {
      if (meaning.kind((int) numbers[i]) == PixelKind.CLOUDED) {
        clouded += weights.weights()[i];
      }
    }
    return clouded == 0 ? 0 : clouded / weights.total();
  }
}
