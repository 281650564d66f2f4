package dev.penstock.formats;

/** A box around something, x before y. */
public record Box(double minX, double minY, double maxX, double maxY) {
  /** The box of nothing. */
  public static final Box NONE =
      new Box(
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.NEGATIVE_INFINITY);

  /** Whether nothing is in it. */
  public boolean isNone() {
    return !(minX <= maxX && minY <= maxY);
  }

  /** The smallest box around both. */
  public Box with(Box that) {
    return new Box(
        Math.min(minX, that.minX),
        Math.min(minY, that.minY),
        Math.max(maxX, that.maxX),
        Math.max(maxY, that.maxY));
  }
}
