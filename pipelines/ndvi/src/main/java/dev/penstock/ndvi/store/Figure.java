package dev.penstock.ndvi.store;

import dev.penstock.raster.measure.Histogram;
import dev.penstock.raster.measure.Measurement;
import dev.penstock.raster.measure.Statistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One index over one farm.
 *
 * @param shares of the farm's area, from 0 to 1
 * @param coverage share of the valid area at or above the threshold; null if nothing is valid
 * @param stats null if nothing is valid
 * @param suspect whether the numbers speak against the offset that was applied
 */
public record Figure(
    String index,
    Measurement.Shares shares,
    @Nullable Double coverage,
    @Nullable Stats stats,
    boolean suspect) {

  /** The percentiles that are kept. */
  public static final List<Double> PERCENTILES = List.of(5.0, 25.0, 50.0, 75.0, 95.0);

  /**
   * Statistics of the valid area, by weight.
   *
   * @param weight of the pixels, as a number of whole ones
   * @param percentiles those of {@link #PERCENTILES}
   * @param histogram weight in bins of one width from -1 to 1
   */
  public record Stats(
      long count,
      double weight,
      double mean,
      double deviation,
      double min,
      double max,
      List<Double> percentiles,
      double[] histogram) {}

  /** Of a measurement. */
  public static Figure of(String index, Measurement measured, boolean suspect) {
    return new Figure(
        index,
        measured.shares(),
        measured.coverage().orElse(null),
        measured.statistics().map(Figure::stats).orElse(null),
        suspect);
  }

  private static Stats stats(Statistics s) {
    Histogram histogram = s.histogram();
    return new Stats(
        s.count(),
        s.weight(),
        s.mean(),
        s.deviation(),
        s.min(),
        s.max(),
        s.percentiles(),
        histogram.counts());
  }
}
