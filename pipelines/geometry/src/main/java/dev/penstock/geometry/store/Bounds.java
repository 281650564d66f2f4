package dev.penstock.geometry.store;

/** A box in the collection's CRS, x before y. */
public record Bounds(double minX, double minY, double maxX, double maxY) {
  /** The box of nothing. */
  public static final Bounds NONE =
      new Bounds(
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.NEGATIVE_INFINITY);

  public boolean isNone() {
    return !(minX <= maxX && minY <= maxY);
  }

  /** The smallest box around both. */
  public Bounds with(Bounds that) {
    return new Bounds(
        Math.min(minX, that.minX),
        Math.min(minY, that.minY),
        Math.max(maxX, that.maxX),
        Math.max(maxY, that.maxY));
  }

  /** Whether the boxes share a point. */
  public boolean meets(Bounds that) {
    return minX <= that.maxX && that.minX <= maxX && minY <= that.maxY && that.minY <= maxY;
  }
}
