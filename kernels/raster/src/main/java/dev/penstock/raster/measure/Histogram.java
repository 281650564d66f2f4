package dev.penstock.raster.measure;

/**
 * How the weight spreads over the values.
 *
 * @param counts weight in each bin; the last one holds its upper end as well
 * @param below weight below the first bin
 * @param above weight above the last one
 */
public record Histogram(Bins bins, double[] counts, double below, double above) {
  private static final int MOST = 10_000;

  /**
   * Bins of one width.
   *
   * @param low lower end of the first
   * @param high upper end of the last
   * @param count how many
   */
  public record Bins(double low, double high, int count) {
    public Bins {
      if (!(low < high) || count < 1 || count > MOST) {
        throw new IllegalArgumentException("no bins: " + low + " to " + high + " by " + count);
      }
    }
  }

  static Histogram of(double[] values, double[] weights, Bins bins) {
    double[] counts = new double[bins.count()];
    double below = 0;
    double above = 0;
    double perUnit = bins.count() / (bins.high() - bins.low());
    for (int i = 0; i < values.length; i++) {
      if (values[i] < bins.low()) {
        below += weights[i];
      } else if (values[i] > bins.high()) {
        above += weights[i];
      } else {
        int bin = (int) ((values[i] - bins.low()) * perUnit);
        counts[Math.min(bin, bins.count() - 1)] += weights[i];
      }
    }
    return new Histogram(bins, counts, below, above);
  }
}
