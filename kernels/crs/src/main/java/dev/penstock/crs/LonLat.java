package dev.penstock.crs;

/** Longitude and latitude themselves: nothing to compute, only the range to check. */
record LonLat() implements Projection {

  /** Rounding of 180 in 15 digits: such a longitude is at the edge, not beyond it. */
  private static final double EDGE = 180 + 1e-9;

  /** False beyond a pole or the antimeridian, and for NaN. */
  static boolean valid(double longitude, double latitude) {
    return Math.abs(longitude) <= EDGE && Math.abs(latitude) <= 90;
  }

  @Override
  public int forward(double[] ordinates, int from, int positions, int stride) {
    for (int i = 0, at = from; i < positions; i++, at += stride) {
      if (!valid(ordinates[at], ordinates[at + 1])) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int inverse(double[] ordinates, int from, int positions, int stride) {
    return forward(ordinates, from, positions, stride);
  }
}
