package dev.penstock.raster.jpeg2000;

/**
 * A rectangle on a grid; the right and lower edges do not belong to it. Coordinates are not
 * negative.
 */
public record Rect(int x0, int y0, int x1, int y1) {

  /** Number of columns. */
  public int width() {
    return Math.max(0, x1 - x0);
  }

  /** Number of rows. */
  public int height() {
    return Math.max(0, y1 - y0);
  }

  /** Whether there is nothing in it. */
  public boolean empty() {
    return x1 <= x0 || y1 <= y0;
  }

  /** What both hold. */
  public Rect meet(Rect other) {
    return new Rect(
        Math.max(x0, other.x0),
        Math.max(y0, other.y0),
        Math.min(x1, other.x1),
        Math.min(y1, other.y1));
  }

  /** Whether all of the other lies in this. */
  public boolean holds(Rect other) {
    return x0 <= other.x0 && y0 <= other.y0 && other.x1 <= x1 && other.y1 <= y1;
  }

  /** The same on a grid that is so many times halved: its points are those that remain. */
  public Rect halved(int times) {
    return new Rect(up(x0, times), up(y0, times), up(x1, times), up(y1, times));
  }

  /** The coefficients of one subband of the next decomposition that belong to it. */
  Rect band(boolean highX, boolean highY) {
    int byX = highX ? 0 : 1;
    int byY = highY ? 0 : 1;
    return new Rect((x0 + byX) >> 1, (y0 + byY) >> 1, (x1 + byX) >> 1, (y1 + byY) >> 1);
  }

  /** So many more on each side. */
  Rect grown(int by) {
    return new Rect(Math.max(0, x0 - by), Math.max(0, y0 - by), x1 + by, y1 + by);
  }

  private static int up(int value, int times) {
    return (int) ((value + (1L << times) - 1) >> times);
  }
}
