package dev.penstock.topology;

/** Sizes of ordinates for which {@link Orientation} is exact. What is beyond is not looked at. */
final class SizeRange {
  private static final double LEAST = 1e-140;
  private static final double MOST = 1e150;

  private SizeRange() {}

  /** Whether all ordinates are in it; the first that is not becomes a finding. */
  static boolean holds(PolygonRings polygons, FindingsLog log) {
    double[] o = polygons.ordinates();
    int stride = polygons.stride();
    for (int part = 0; part < polygons.parts(); part++) {
      int first = polygons.firstRing(part);
      for (int ring = first; ring < polygons.lastRing(part); ring++) {
        int end = polygons.lastPosition(ring) * stride;
        for (int at = polygons.firstPosition(ring) * stride; at < end; at += stride) {
          if (isBeyond(o[at]) || isBeyond(o[at + 1])) {
            log.add(DefectKind.ORDINATE_RANGE, o[at], o[at + 1], part, ring - first);
            log.stop();
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean isBeyond(double ordinate) {
    double size = Math.abs(ordinate);
    return !(size >= LEAST && size <= MOST) && size != 0;
  }
}
