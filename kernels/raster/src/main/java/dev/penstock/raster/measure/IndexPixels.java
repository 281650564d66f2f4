package dev.penstock.raster.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an index shows at the pixels around a field, row by row; for pictures. Not to be changed.
 *
 * @param width pixels of a row
 * @param values NaN where there is no value, and outside of the field
 * @param clouded whether a pixel of the field is hidden by a cloud or its shadow
 */
public record IndexPixels(int width, int height, double[] values, boolean[] clouded) {

  static IndexPixels of(Field field, Expression index, SceneClasses meaning) {
    double[] weights = field.weights().weights();
    boolean[] clouded = new boolean[weights.length];
    if (weights.length == 0) {
      return new IndexPixels(0, 0, new double[0], clouded);
    }
    List<double[]> columns = index.names().stream().map(name -> column(field, name)).toList();
    double[] values = index.evaluate(columns, weights.length);
    double[] classes = field.classes();
    for (int i = 0; i < weights.length; i++) {
      PixelKind kind = kind(classes, i, meaning);
      clouded[i] = weights[i] > 0 && kind == PixelKind.CLOUDED;
      if (weights[i] == 0 || kind != PixelKind.VALID || !Double.isFinite(values[i])) {
        values[i] = Double.NaN;
      }
    }
    var window = field.weights().window();
    return new IndexPixels(window.width(), window.height(), values, clouded);
  }

  private static double[] column(Field field, String name) {
    Field.@Nullable Column column = field.columns().get(name);
    if (column == null) {
      throw new IllegalArgumentException("the field was read without '" + name + "'");
    }
    return column.values();
  }

  private static PixelKind kind(double @Nullable [] classes, int pixel, SceneClasses meaning) {
    if (classes == null) {
      return PixelKind.VALID;
    }
    return Double.isNaN(classes[pixel]) ? PixelKind.NOTHING : meaning.kind((int) classes[pixel]);
  }
}
