package dev.penstock.raster.measure;

import dev.penstock.raster.pixel.Window;
import java.util.Arrays;

/**
 * How much of each pixel of a window lies in polygons. Each edge adds, to the pixels it crosses and
 * to all on their right, the area between it and the right border, with the sign of its direction;
 * what is left in the sum of all edges is the area inside. Exact but for rounding, in time that
 * grows with the boundary and the window, not with the two multiplied.
 */
final class Cover {
  /** Sums of areas that should be 0 or 1 miss it by less. */
  private static final double ROUNDING = 1e-10;

  private final int width;
  private final int height;

  /** What each pixel adds to itself and to all on its right. */
  private final double[] steps;

  private Cover(int width, int height) {
    this.width = width;
    this.height = height;
    this.steps = new double[width * height];
  }

  /**
   * The weight of each pixel, row by row.
   *
   * @param window which holds all of the rings
   */
  static double[] weights(PixelRings rings, PixelRule rule, Window window) {
    Cover cover = new Cover(window.width(), window.height());
    for (double[] ring : rings.rings()) {
      for (int i = 0; i < ring.length; i += 2) {
        int next = i + 2 < ring.length ? i + 2 : 0;
        double x0 = ring[i] - window.x();
        double y0 = ring[i + 1] - window.y();
        double x1 = ring[next] - window.x();
        double y1 = ring[next + 1] - window.y();
        // Outer rings go up on their left, where what is inside begins.
        double sign = y1 < y0 ? 1 : -1;
        if (y1 < y0) {
          cover.edge(new Edge(x1, y1, x0, y0), sign, rule);
        } else if (y0 < y1) {
          cover.edge(new Edge(x0, y0, x1, y1), sign, rule);
        }
      }
    }
    return cover.summed(rule);
  }

  /** From its upper end to its lower one. */
  private record Edge(double x0, double y0, double x1, double y1) {
    double at(double y) {
      if (y <= y0) {
        return x0;
      }
      return y >= y1 ? x1 : x0 + (x1 - x0) * ((y - y0) / (y1 - y0));
    }
  }

  private void edge(Edge edge, double sign, PixelRule rule) {
    int first = Math.max(0, (int) Math.floor(edge.y0()));
    int last = Math.min(height - 1, (int) Math.ceil(edge.y1()) - 1);
    for (int row = first; row <= last; row++) {
      if (rule == PixelRule.CENTRE) {
        centre(edge, row, sign);
        continue;
      }
      double from = Math.max(edge.y0(), row);
      double to = Math.min(edge.y1(), row + 1);
      if (from < to) {
        double x0 = edge.at(from);
        double x1 = edge.at(to);
        piece(row, Math.min(x0, x1), Math.max(x0, x1), sign * (to - from));
      }
    }
  }

  /** All pixels of the row whose centres lie on the right of the edge. */
  private void centre(Edge edge, int row, double sign) {
    double y = row + 0.5;
    if (y >= edge.y0() && y < edge.y1()) {
      add(row, (int) Math.ceil(edge.at(y) - 0.5), sign);
    }
  }

  /** A piece of an edge within one row, which falls by that height. */
  private void piece(int row, double from, double to, double height) {
    int first = (int) Math.floor(from);
    int last = Math.max(first, (int) Math.ceil(to) - 1);
    if (first == last) {
      cell(row, first, height, (from + to) / 2);
      return;
    }
    for (int column = first; column <= last; column++) {
      double left = Math.max(from, column);
      double right = Math.min(to, column + 1);
      cell(row, column, height * ((right - left) / (to - from)), (left + right) / 2);
    }
  }

  private void cell(int row, int column, double height, double middle) {
    add(row, column, height * (column + 1 - middle));
    add(row, column + 1, height * (middle - column));
  }

  private void add(int row, int column, double area) {
    if (column < width) {
      steps[row * width + Math.max(0, column)] += area;
    }
  }

  private double[] summed(PixelRule rule) {
    double[] weights = Arrays.copyOf(steps, steps.length);
    for (int row = 0; row < height; row++) {
      double sum = 0;
      for (int at = row * width; at < (row + 1) * width; at++) {
        sum += steps[at];
        weights[at] = settled(sum, rule);
      }
    }
    return weights;
  }

  private static double settled(double area, PixelRule rule) {
    if (area < ROUNDING) {
      return 0;
    }
    return area > 1 - ROUNDING || rule != PixelRule.EXACT ? 1 : area;
  }
}
