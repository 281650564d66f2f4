package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;
import java.util.Arrays;

/**
 * Numbers of code-blocks, told bit by bit: each node of a pyramid bounds those below it from below
 * (T.800, B.10.2). Not thread-safe.
 */
final class TagTree {
  private static final int UNKNOWN = Integer.MAX_VALUE;

  private final int[] widths;
  private final int[] starts;
  private final int[] values;
  private final int[] bounds;

  TagTree(int width, int height) {
    int levels = 1;
    for (int w = width, h = height; w > 1 || h > 1; w = (w + 1) / 2, h = (h + 1) / 2) {
      levels++;
    }
    widths = new int[levels];
    starts = new int[levels];
    int nodes = 0;
    int w = width;
    int h = height;
    for (int level = 0; level < levels; level++) {
      widths[level] = w;
      starts[level] = nodes;
      nodes += w * h;
      w = (w + 1) / 2;
      h = (h + 1) / 2;
    }
    values = new int[nodes];
    Arrays.fill(values, UNKNOWN);
    bounds = new int[nodes];
  }

  /** Reads until it is known whether the number of a leaf is less than that. */
  boolean below(HeaderBits bits, int x, int y, int threshold) throws RasterException {
    int bound = 0;
    int node = 0;
    for (int level = widths.length - 1; level >= 0; level--) {
      node = starts[level] + (y >> level) * widths[level] + (x >> level);
      bound = Math.max(bound, bounds[node]);
      while (bound < threshold && bound < values[node]) {
        if (bits.bit() == 1) {
          values[node] = bound;
        } else {
          bound++;
        }
      }
      bounds[node] = bound;
    }
    return values[node] < threshold;
  }
}
