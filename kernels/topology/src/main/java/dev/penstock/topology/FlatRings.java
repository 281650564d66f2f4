package dev.penstock.topology;

/**
 * Polygons in arrays of their own.
 *
 * @param ordinates of all positions
 * @param stride numbers per position
 * @param ringStart first position of each ring; at the end, the number of positions
 * @param partStart first ring of each part; at the end, the number of rings
 */
public record FlatRings(double[] ordinates, int stride, int[] ringStart, int[] partStart)
    implements PolygonRings {
  @Override
  public int parts() {
    return partStart.length - 1;
  }

  @Override
  public int firstRing(int part) {
    return partStart[part];
  }

  @Override
  public int lastRing(int part) {
    return partStart[part + 1];
  }

  @Override
  public int firstPosition(int ring) {
    return ringStart[ring];
  }

  @Override
  public int lastPosition(int ring) {
    return ringStart[ring + 1];
  }
}
