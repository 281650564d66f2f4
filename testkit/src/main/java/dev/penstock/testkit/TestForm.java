package dev.penstock.testkit;

/**
 * How long a test runs: system property {@code penstock.test.form}, {@code short} or {@code soak}.
 */
public final class TestForm {
  private TestForm() {}

  /** The number for the form that was asked for. */
  public static int choose(int inShort, int inSoak) {
    String form = System.getProperty("penstock.test.form", "short");
    return switch (form) {
      case "short" -> inShort;
      case "soak" -> inSoak;
      default -> throw new IllegalArgumentException("penstock.test.form is " + form);
    };
  }
}
