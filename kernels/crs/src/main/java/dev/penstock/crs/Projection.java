package dev.penstock.crs;

import java.util.Optional;

/**
 * Our own fast way between longitude and latitude in degrees and the plane. Immutable and
 * thread-safe.
 *
 * <p>Only for systems whose datum is WGS 84 or is taken for equal to it, so that any two can be
 * chained.
 */
sealed interface Projection permits LonLat, SphericalMercator, TransverseMercator {

  /** Longitude and latitude to the plane, in place; the first failing position, or -1. */
  int forward(double[] ordinates, int from, int positions, int stride);

  /** The plane to longitude and latitude, in place; the first failing position, or -1. */
  int inverse(double[] ordinates, int from, int positions, int stride);

  /** The projection of that system, or empty if Proj4J has to do it. */
  static Optional<Projection> of(Crs crs) {
    return ProjText.of(crs.proj()).projection();
  }
}
