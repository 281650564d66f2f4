package dev.penstock.raster.pixel;

/**
 * Pixels of an image: columns from the left, rows from the top, counted from 0.
 *
 * @param x first column
 * @param y first row
 * @param width number of columns
 * @param height number of rows
 */
public record Window(int x, int y, int width, int height) {

  /** How many pixels. */
  public long pixels() {
    return (long) width * height;
  }

  /** Whether there is none in it. */
  public boolean empty() {
    return width <= 0 || height <= 0;
  }

  /** What lies within an image of that size. */
  public Window within(int imageWidth, int imageHeight) {
    int left = Math.max(0, x);
    int top = Math.max(0, y);
    long right = Math.min(imageWidth, (long) x + width);
    long bottom = Math.min(imageHeight, (long) y + height);
    return new Window(left, top, (int) Math.max(0, right - left), (int) Math.max(0, bottom - top));
  }
}
