package dev.penstock.raster.measure;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What values come to, each counted by its weight.
 *
 * @param count how many pixels
 * @param weight sum of their weights
 * @param mean of all
 * @param deviation standard deviation of all (not of a sample)
 * @param min the least
 * @param max the greatest
 * @param percentiles in the order asked for
 * @param histogram how they spread
 */
public record Statistics(
    long count,
    double weight,
    double mean,
    double deviation,
    double min,
    double max,
    List<Double> percentiles,
    Histogram histogram) {

  /**
   * Of values that are all finite, with weights above zero.
   *
   * @throws IllegalArgumentException if there are none
   */
  static Statistics of(double[] values, double[] weights, MeasureOptions options) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double weight = 0;
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      weight += weights[i];
      sum += weights[i] * values[i];
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    double mean = sum / weight;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      squares += weights[i] * (values[i] - mean) * (values[i] - mean);
    }
    return new Statistics(
        values.length,
        weight,
        mean,
        Math.sqrt(squares / weight),
        min,
        max,
        percentiles(values, weights, options.percentiles()),
        Histogram.of(values, weights, options.bins()));
  }

  /**
   * Weighted percentiles: value i of n in order stands at {@code i w_i + (n - 1) (w_0 + … +
   * w_(i-1))}, and between two it is interpolated. With equal weights that is the usual definition
   * (R's type 7, NumPy's default).
   */
  static List<Double> percentiles(double[] values, double[] weights, List<Double> wanted) {
    int n = values.length;
    double[] sorted = values.clone();
    double[] order = weights;
    if (isFlat(weights)) {
      Arrays.sort(sorted);
    } else {
      int[] places =
          IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> values[i]))
              .mapToInt(i -> i)
              .toArray();
      order = new double[n];
      for (int i = 0; i < n; i++) {
        sorted[i] = values[places[i]];
        order[i] = weights[places[i]];
      }
    }
    double[] stands = new double[n];
    double before = 0;
    for (int i = 0; i < n; i++) {
      stands[i] = i * order[i] + (n - 1) * before;
      before += order[i];
    }
    double last = (n - 1) * before;
    return wanted.stream().map(p -> at(sorted, stands, p / 100 * last)).toList();
  }

  private static boolean isFlat(double[] weights) {
    return Arrays.stream(weights).allMatch(weight -> weight == weights[0]);
  }

  private static double at(double[] sorted, double[] stands, double place) {
    int right = Arrays.binarySearch(stands, place);
    if (right >= 0) {
      return sorted[right];
    }
    right = -right - 1;
    if (right == 0 || right >= sorted.length) {
      return sorted[Math.clamp(right, 0, sorted.length - 1)];
    }
    double share = (place - stands[right - 1]) / (stands[right] - stands[right - 1]);
    return sorted[right - 1] + share * (sorted[right] - sorted[right - 1]);
  }
}
