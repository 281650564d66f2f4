package dev.penstock.bench.engine;

/**
 * What a figure is to reach.
 *
 * @param figure by the name that the measured process tells it
 * @param what the same for people, with its unit
 */
record Target(String figure, String what, Bound bound, double value) {
  enum Bound {
    AT_LEAST("at least"),
    AT_MOST("at most");

    private final String words;

    Bound(String words) {
      this.words = words;
    }
  }

  static Target atLeast(String figure, String what, double value) {
    return new Target(figure, what, Bound.AT_LEAST, value);
  }

  static Target atMost(String figure, String what, double value) {
    return new Target(figure, what, Bound.AT_MOST, value);
  }

  private boolean met(double measured) {
    return switch (bound) {
      case AT_LEAST -> measured >= value;
      case AT_MOST -> measured <= value;
    };
  }

  /** One line; NaN is a figure that did not come. */
  String verdict(double measured) {
    return "%-6s %s: %s, wanted %s %s"
        .formatted(
            met(measured) ? "met" : "MISSED",
            what,
            Text.number(measured),
            bound.words,
            Text.number(value));
  }
}
