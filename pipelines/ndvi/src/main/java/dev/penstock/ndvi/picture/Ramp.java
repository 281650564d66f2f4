package dev.penstock.ndvi.picture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Colours of an index, from low to high. */
public enum Ramp {
  /** Bare ground to dense green; below zero grey, as water and snow are. */
  GREENS(
      new int[] {0x5e6b73, 0xa9a9a9, 0xe8d9b0, 0xd9c76a, 0xa8c256, 0x5da338, 0x1f7a1f, 0x0b4d12},
      new double[] {-1, -0.01, 0, 0.2, 0.35, 0.5, 0.7, 1}),
  /** Red for little, yellow, green for much. */
  TRAFFIC(
      new int[] {0x7f0000, 0xd73027, 0xfdae61, 0xffffbf, 0xa6d96a, 0x1a9850, 0x00441b},
      new double[] {-1, 0, 0.2, 0.4, 0.6, 0.8, 1}),
  /** Shades for print. */
  GREY(new int[] {0x000000, 0xffffff}, new double[] {-1, 1});

  private final int[] colours;
  private final double[] values;

  Ramp(int[] colours, double[] values) {
    this.colours = colours;
    this.values = values;
  }

  /** The ramp of that name, in lower case. */
  public static Optional<Ramp> named(String name) {
    return Arrays.stream(values()).filter(ramp -> ramp.word().equals(name)).findFirst();
  }

  /** The names of all. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Ramp::word).toList();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Red, green and blue of a value from -1 to 1. */
  int colour(double value) {
    int right = 1;
    while (right < values.length - 1 && values[right] < value) {
      right++;
    }
    double share =
        Math.clamp((value - values[right - 1]) / (values[right] - values[right - 1]), 0, 1);
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = colours[right - 1] >> shift & 255;
      int to = colours[right] >> shift & 255;
      colour |= (int) Math.round(from + share * (to - from)) << shift;
    }
    return colour;
  }
}
