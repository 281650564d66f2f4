package dev.penstock.raster.measure;

import java.util.Arrays;

/** A growing list of x and y. */
final class Ordinates {
  private double[] numbers = new double[64];
  private int size;

  void add(double x, double y) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    numbers[size++] = x;
    numbers[size++] = y;
  }

  int positions() {
    return size / 2;
  }

  double[] toArray() {
    return Arrays.copyOf(numbers, size);
  }
}
