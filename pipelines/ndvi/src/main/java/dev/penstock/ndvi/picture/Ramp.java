package dev.penstock.ndvi.picture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Colours of an index, from low to high. */
public enum Ramp {
  /** Bare ground to dense green; below zero grey, as water and snow are. */
  GREENS,
  /** Red for little, yellow, green for much. */
  TRAFFIC,
  /** Shades for print. */
  GREY;

  private static final List<Stop> GREEN_STOPS =
      List.of(
          new Stop(-1, 0x5e6b73),
          new Stop(-0.01, 0xa9a9a9),
          new Stop(0, 0xe8d9b0),
          new Stop(0.2, 0xd9c76a),
          new Stop(0.35, 0xa8c256),
          new Stop(0.5, 0x5da338),
          new Stop(0.7, 0x1f7a1f),
          new Stop(1, 0x0b4d12));

  private static final List<Stop> TRAFFIC_STOPS =
      List.of(
          new Stop(-1, 0x7f0000),
          new Stop(0, 0xd73027),
          new Stop(0.2, 0xfdae61),
          new Stop(0.4, 0xffffbf),
          new Stop(0.6, 0xa6d96a),
          new Stop(0.8, 0x1a9850),
          new Stop(1, 0x00441b));

  private static final List<Stop> GREY_STOPS =
      List.of(new Stop(-1, 0x000000), new Stop(1, 0xffffff));

  /** A value, and its colour. */
  private record Stop(double value, int colour) {}

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

  private List<Stop> stops() {
    return switch (this) {
      case GREENS -> GREEN_STOPS;
      case TRAFFIC -> TRAFFIC_STOPS;
      case GREY -> GREY_STOPS;
    };
  }

  /** Red, green and blue of a value from -1 to 1. */
  int colour(double value) {
    List<Stop> stops = stops();
    int next = 1;
    while (next < stops.size() - 1 && stops.get(next).value() < value) {
      next++;
    }
    Stop left = stops.get(next - 1);
    Stop right = stops.get(next);
    double share = Math.clamp((value - left.value()) / (right.value() - left.value()), 0, 1);
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = left.colour() >> shift & 255;
      int to = right.colour() >> shift & 255;
      colour |= (int) Math.round(from + share * (to - from)) << shift;
    }
    return colour;
  }
}
