package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The transform that turns three bands into brightness and two differences (T.800, Annex G). */
final class Mixing {
  private static final List<Integer> MIXED = List.of(0, 1, 2);

  private Mixing() {}

  /** The components that these bands are made of. */
  static List<Integer> needed(List<Integer> bands, boolean mixed, int components)
      throws RasterException {
    if (mixed && components < MIXED.size()) {
      throw Defects.malformed("Three bands are mixed, of %d.".formatted(components));
    }
    boolean all = mixed && bands.stream().anyMatch(MIXED::contains);
    return Stream.concat(bands.stream(), all ? MIXED.stream() : Stream.empty())
        .distinct()
        .sorted()
        .toList();
  }

  /** Turns them back, where they are. */
  static void unmix(@Nullable Canvas[] canvases) throws RasterException {
    switch (canvases[0]) {
      case ReversibleCanvas first
          when canvases[1] instanceof ReversibleCanvas second
              && canvases[2] instanceof ReversibleCanvas third ->
          reversible(first.rows(), second.rows(), third.rows());
      case IrreversibleCanvas first
          when canvases[1] instanceof IrreversibleCanvas second
              && canvases[2] instanceof IrreversibleCanvas third ->
          irreversible(first.rows(), second.rows(), third.rows());
      case null -> {
        // None of the three is wanted.
      }
      default -> throw Defects.malformed("Bands that are coded differently are mixed.");
    }
  }

  private static void reversible(int[][] first, int[][] second, int[][] third)
      throws RasterException {
    check(first.length == second.length && first.length == third.length);
    for (int y = 0; y < first.length; y++) {
      int[] red = first[y];
      int[] green = second[y];
      int[] blue = third[y];
      check(red.length == green.length && red.length == blue.length);
      for (int x = 0; x < red.length; x++) {
        int u = green[x];
        int v = blue[x];
        green[x] = red[x] - ((u + v) >> 2);
        red[x] = v + green[x];
        blue[x] = u + green[x];
      }
    }
  }

  private static void irreversible(float[][] first, float[][] second, float[][] third)
      throws RasterException {
    check(first.length == second.length && first.length == third.length);
    for (int y = 0; y < first.length; y++) {
      float[] red = first[y];
      float[] green = second[y];
      float[] blue = third[y];
      check(red.length == green.length && red.length == blue.length);
      for (int x = 0; x < red.length; x++) {
        float bright = red[x];
        float u = green[x];
        float v = blue[x];
        red[x] = bright + 1.402f * v;
        green[x] = bright - 0.34413f * u - 0.71414f * v;
        blue[x] = bright + 1.772f * u;
      }
    }
  }

  private static void check(boolean alike) throws RasterException {
    if (!alike) {
      throw Defects.malformed("Bands that are coded differently are mixed.");
    }
  }
}
