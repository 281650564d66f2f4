package dev.penstock.raster.measure;

import java.util.List;

/**
 * How a field is measured.
 *
 * @param classes what the classes of the scene mean
 * @param threshold coverage is the share of valid area with an index of at least this
 * @param percentiles which, from 0 to 100
 * @param bins what the histogram looks like
 */
public record MeasureOptions(
    SceneClasses classes, double threshold, List<Double> percentiles, Histogram.Bins bins) {

  /** Sentinel-2's classes, 0.3, the quartiles and their surroundings, 40 bins from -1 to 1. */
  public static final MeasureOptions DEFAULT =
      new MeasureOptions(
          SceneClasses.SENTINEL_2,
          0.3,
          List.of(5.0, 25.0, 50.0, 75.0, 95.0),
          new Histogram.Bins(-1, 1, 40));

  public MeasureOptions {
    percentiles = List.copyOf(percentiles);
    for (double percentile : percentiles) {
      if (!(percentile >= 0 && percentile <= 100)) {
        throw new IllegalArgumentException("not a percentile: " + percentile);
      }
    }
  }
}
