package dev.penstock.topology;

/** How many rounds a test with random input runs: more in the long form. */
final class Rounds {
  private Rounds() {}

  static int of(int count) {
    return "soak".equals(System.getProperty("penstock.test.form")) ? 50 * count : count;
  }
}
