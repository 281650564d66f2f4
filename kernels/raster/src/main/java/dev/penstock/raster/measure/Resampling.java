package dev.penstock.raster.measure;

import dev.penstock.raster.pixel.Affine;
import dev.penstock.raster.pixel.Window;

/**
 * Which pixels of one image lie under those of another in the same coordinate system: for each, the
 * one that holds its centre. Values are taken over, never mixed, so that a class stays a class.
 *
 * @param from the image that is looked at
 * @param size of that image
 * @param to the image whose pixels are filled
 */
record Resampling(Affine from, Window size, Affine to) {

  /** The pixels that are needed to fill a window; empty if there are none. */
  Window needed(Window window) {
    int left = Integer.MAX_VALUE;
    int top = Integer.MAX_VALUE;
    int right = Integer.MIN_VALUE;
    int bottom = Integer.MIN_VALUE;
    for (int corner = 0; corner < 4; corner++) {
      int x = window.x() + (corner % 2 == 0 ? 0 : window.width() - 1);
      int y = window.y() + (corner < 2 ? 0 : window.height() - 1);
      int column = column(x, y);
      int row = row(x, y);
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row);
    }
    int width = (int) Math.min(Integer.MAX_VALUE, (long) right - left + 1);
    int height = (int) Math.min(Integer.MAX_VALUE, (long) bottom - top + 1);
    return new Window(left, top, width, height).within(size.width(), size.height());
  }

  private int column(int x, int y) {
    return (int) Math.floor(from.column(to.x(x + 0.5, y + 0.5), to.y(x + 0.5, y + 0.5)));
  }

  private int row(int x, int y) {
    return (int) Math.floor(from.row(to.x(x + 0.5, y + 0.5), to.y(x + 0.5, y + 0.5)));
  }

  /**
   * Fills a window.
   *
   * @param values of the pixels that are needed, row by row
   * @param missing where there is no pixel
   */
  double[] fill(Window window, Window needed, double[] values, double missing) {
    double[] filled = new double[window.width() * window.height()];
    for (int y = 0; y < window.height(); y++) {
      for (int x = 0; x < window.width(); x++) {
        int column = column(window.x() + x, window.y() + y) - needed.x();
        int row = row(window.x() + x, window.y() + y) - needed.y();
        boolean there = column >= 0 && row >= 0 && column < needed.width() && row < needed.height();
        filled[y * window.width() + x] = there ? values[row * needed.width() + column] : missing;
      }
    }
    return filled;
  }
}
