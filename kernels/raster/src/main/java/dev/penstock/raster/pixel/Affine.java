package dev.penstock.raster.pixel;

/**
 * From pixels to coordinates: x = x0 + column * xColumn + row * xRow, and so for y. The upper left
 * corner of the first pixel is column 0, row 0.
 */
public record Affine(
    double x0, double xColumn, double xRow, double y0, double yColumn, double yRow) {

  /** The x of a place in the image. */
  public double x(double column, double row) {
    return x0 + column * xColumn + row * xRow;
  }

  /** The y of a place in the image. */
  public double y(double column, double row) {
    return y0 + column * yColumn + row * yRow;
  }

  private double determinant() {
    return xColumn * yRow - xRow * yColumn;
  }

  /** Whether there is a way back, and all numbers are finite. */
  public boolean invertible() {
    double determinant = determinant();
    return determinant != 0 && Double.isFinite(determinant) && Double.isFinite(x0 + y0);
  }

  /** The column that a coordinate lies in; between whole numbers where it lies within a pixel. */
  public double column(double x, double y) {
    return ((x - x0) * yRow - (y - y0) * xRow) / determinant();
  }

  /** The row that a coordinate lies in. */
  public double row(double x, double y) {
    return ((y - y0) * xColumn - (x - x0) * yColumn) / determinant();
  }

  /** The same for an image in which each pixel is so many times as wide and high. */
  public Affine scaled(double wide, double high) {
    return new Affine(x0, xColumn * wide, xRow * high, y0, yColumn * wide, yRow * high);
  }

  /** The area of a pixel, in square units of the coordinates. */
  public double pixelArea() {
    return Math.abs(determinant());
  }
}
