package dev.penstock.raster.tiff;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds scale and offset of each band in the XML that GDAL keeps in a tag of its own. */
final class GdalMetadata {
  private static final Pattern ITEM = Pattern.compile("<Item\\b([^<>]*)>([^<>]*)</Item>");

  private GdalMetadata() {}

  /** The number of each band in that role, {@code scale} or {@code offset}. */
  static double[] numbers(String xml, String role, int bands, double otherwise) {
    double[] numbers = new double[bands];
    Arrays.fill(numbers, otherwise);
    Matcher item = ITEM.matcher(xml);
    while (item.find()) {
      if (attribute(item.group(1), "role").filter(role::equals).isEmpty()) {
        continue;
      }
      try {
        int band = Integer.parseInt(attribute(item.group(1), "sample").orElse("0"));
        double number = Double.parseDouble(item.group(2).strip());
        if (band >= 0 && band < bands && Double.isFinite(number)) {
          numbers[band] = number;
        }
      } catch (NumberFormatException e) {
        // Not a number: as if it were not there.
      }
    }
    return numbers;
  }

  private static Optional<String> attribute(String attributes, String name) {
    String mark = " " + name + "=\"";
    int from = attributes.indexOf(mark);
    int to = from < 0 ? -1 : attributes.indexOf('"', from + mark.length());
    return to < 0 ? Optional.empty() : Optional.of(attributes.substring(from + mark.length(), to));
  }
}
