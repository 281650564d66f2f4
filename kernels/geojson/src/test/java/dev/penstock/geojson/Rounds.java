package dev.penstock.geojson;

/** How often a randomised test repeats itself. */
final class Rounds {
  private Rounds() {}

  /** The short count, or fifty times that in the long form of the tests. */
  static int of(int count) {
    return "soak".equals(System.getProperty("penstock.test.form")) ? 50 * count : count;
  }
}
