package dev.penstock.bench.course;

import java.util.Arrays;
import java.util.Locale;

/**
 * How a measured process tells the one that started it: {@code phase drain} when a part begins,
 * {@code = drain 1234.5} for a figure, a line each on standard output.
 */
public final class Tell {
  private Tell() {}

  public static void phase(String name) {
    System.out.println("phase " + name);
    System.out.flush();
  }

  public static void figure(String name, double value) {
    System.out.println("= " + name + " " + String.format(Locale.ROOT, "%.3f", value));
    System.out.flush();
  }

  /** The middle one of several measurements; NaN of none. */
  public static double median(double... values) {
    return share(0.5, values);
  }

  /** The value that a share of all do not exceed; NaN of none. */
  public static double share(double share, double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
