package dev.penstock.bench.engine;

import java.util.Locale;

/** Figures as people read them. */
final class Text {
  private Text() {}

  /** Three digits or all before the point; a dash for none. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    double size = Math.abs(value);
    String form = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, form, value).replaceFirst("\\.0+$", "");
  }

  static String rate(double value) {
    return Double.isFinite(value) ? number(value) + "/s" : "–";
  }

  static String unit(double value, String unit) {
    return Double.isFinite(value) ? number(value) + " " + unit : "–";
  }
}
