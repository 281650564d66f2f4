package dev.penstock.raster.pixel;

import java.util.Locale;
import java.util.Optional;

/**
 * The number that stands for "nothing was seen here".
 *
 * @param value as samples of the file's type give it; may be NaN
 */
public record Nodata(double value) {

  /** Whether a sample means it. */
  public boolean is(double sample) {
    return sample == value || (Double.isNaN(value) && Double.isNaN(sample));
  }

  /** Reads GDAL's tag; empty where it says nothing that a sample of that type can be. */
  public static Optional<Nodata> parse(String text, SampleType type) {
    try {
      double written = number(text.strip());
      double value = type == SampleType.F32 ? (float) written : written;
      boolean possible = type.floating() || (value >= type.lowest() && value <= type.highest());
      return possible ? Optional.of(new Nodata(value)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static double number(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "-nan" -> Double.NaN;
      case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
