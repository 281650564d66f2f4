package dev.penstock.raster.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One index over one field. */
final class Measuring {
  private final Field field;
  private final Expression index;
  private final MeasureOptions options;

  /** Of the pixels that are valid, side by side. */
  private final double[] values;

  private final double[] weights;
  private int count;

  private double clouded;
  private double nothing;
  private double floored;
  private double valid;
  private double reached;

  Measuring(Field field, Expression index, MeasureOptions options) {
    this.field = field;
    this.index = index;
    this.options = options;
    this.values = new double[field.weights().weights().length];
    this.weights = new double[values.length];
  }

  Measurement measure() {
    double total = field.weights().total();
    if (values.length > 0) {
      sort();
    }
    if (total == 0) {
      // So small that the rule leaves it no pixel.
      return new Measurement(
          new Measurement.Shares(0, 0, 1, 0, 0), Optional.empty(), Optional.empty());
    }
    var shares =
        new Measurement.Shares(
            valid / total,
            clouded / total,
            nothing / total,
            field.weights().outside() / total,
            floored / total);
    if (count == 0) {
      return new Measurement(shares, Optional.empty(), Optional.empty());
    }
    Statistics statistics =
        Statistics.of(Arrays.copyOf(values, count), Arrays.copyOf(weights, count), options);
    return new Measurement(shares, Optional.of(reached / valid), Optional.of(statistics));
  }

  /** Looks at each pixel that counts. */
  private void sort() {
    List<Field.Column> columns = index.names().stream().map(this::column).toList();
    double[] indexed =
        index.evaluate(columns.stream().map(Field.Column::values).toList(), values.length);
    double[] all = field.weights().weights();
    for (int i = 0; i < all.length; i++) {
      if (all[i] == 0) {
        continue;
      }
      PixelKind kind = kind(i, columns);
      if (kind == PixelKind.CLOUDED) {
        clouded += all[i];
      } else if (kind == PixelKind.NOTHING || !Double.isFinite(indexed[i])) {
        nothing += all[i];
      } else {
        take(indexed[i], all[i], isFloored(i, columns));
      }
    }
  }

  private Field.Column column(String name) {
    Field.@Nullable Column column = field.columns().get(name);
    if (column == null) {
      throw new IllegalArgumentException("the field was read without '" + name + "'");
    }
    return column;
  }

  private PixelKind kind(int pixel, List<Field.Column> columns) {
    for (Field.Column column : columns) {
      if (Double.isNaN(column.values()[pixel])) {
        return PixelKind.NOTHING;
      }
    }
    double[] classes = field.classes();
    if (classes == null) {
      return PixelKind.VALID;
    }
    return Double.isNaN(classes[pixel])
        ? PixelKind.NOTHING
        : options.classes().kind((int) classes[pixel]);
  }

  private static boolean isFloored(int pixel, List<Field.Column> columns) {
    return columns.stream().anyMatch(column -> column.floored()[pixel]);
  }

  private void take(double value, double weight, boolean lifted) {
    values[count] = value;
    weights[count] = weight;
    count++;
    valid += weight;
    floored += lifted ? weight : 0;
    reached += value >= options.threshold() ? weight : 0;
  }
}
