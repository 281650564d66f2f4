package dev.penstock.raster;

/** How often a randomised test repeats itself. */
public final class Rounds {
  private Rounds() {}

  /** Whether the long form of the tests runs. */
  public static boolean soak() {
    return "soak".equals(System.getProperty("penstock.test.form"));
  }

  /** The short count, or twenty times that in the long form of the tests. */
  public static int of(int count) {
    return soak() ? 20 * count : count;
  }
}
