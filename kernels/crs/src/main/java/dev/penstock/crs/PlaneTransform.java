package dev.penstock.crs;

/** From one of our own projections to another, by way of longitude and latitude. */
final class PlaneTransform implements Transform {

  private final Projection source;
  private final Projection target;

  PlaneTransform(Projection source, Projection target) {
    this.source = source;
    this.target = target;
  }

  @Override
  public int apply(double[] ordinates, int from, int positions, int stride) {
    int failed = source.inverse(ordinates, from, positions, stride);
    if (failed < 0) {
      return target.forward(ordinates, from, positions, stride);
    }
    // An earlier position may still fail in the second half: the first of both counts.
    int before = target.forward(ordinates, from, failed, stride);
    return before < 0 ? failed : before;
  }
}
