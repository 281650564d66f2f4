package dev.penstock.server.collection;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.server.web.Query;

/**
 * Reads {@code bbox}: west, south, east, north in degrees of WGS 84, as OGC API - Features has it.
 * A box across the antimeridian is refused: ask for its two halves.
 */
final class BboxParameter {
  private BboxParameter() {}

  static Bounds of(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 4) {
      throw Query.invalid("bbox", "takes four numbers: west,south,east,north");
    }
    double[] numbers = new double[4];
    for (int i = 0; i < 4; i++) {
      numbers[i] = number(parts[i]);
    }
    if (Math.abs(numbers[0]) > 180 || Math.abs(numbers[2]) > 180) {
      throw Query.invalid("bbox", "has longitudes from -180 to 180");
    }
    if (Math.abs(numbers[1]) > 90 || Math.abs(numbers[3]) > 90) {
      throw Query.invalid("bbox", "has latitudes from -90 to 90");
    }
    if (numbers[0] > numbers[2]) {
      throw Query.invalid(
          "bbox", "has west <= east; across the antimeridian, ask for the two halves");
    }
    if (numbers[1] > numbers[3]) {
      throw Query.invalid("bbox", "has south <= north");
    }
    return new Bounds(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  private static double number(String part) {
    try {
      double number = part.length() > 40 ? Double.NaN : Double.parseDouble(part);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw Query.invalid("bbox", "takes four numbers: west,south,east,north");
    }
    throw Query.invalid("bbox", "takes four finite numbers: west,south,east,north");
  }
}
