package dev.penstock.topology;

import java.util.Random;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/**
 * What polygons without holes cover, asked at random places: whether a shell winds around them, by
 * the exact predicates of JTS. Nothing is cut or rounded, so this holds where all noding is in
 * doubt. Places that lie too close to an edge to tell are not asked.
 */
final class WindingOracle {
  private static final int PLACES = 200;

  private final MultiPolygon given;
  private final Random random;

  WindingOracle(MultiPolygon given, long seed) {
    this.given = given;
    this.random = new Random(seed);
  }

  /** At how many places a result says otherwise. */
  int contradicts(MultiPolygon result) {
    Envelope box = given.getEnvelopeInternal();
    double close = 1e-9 * (box.getWidth() + box.getHeight());
    int contradictions = 0;
    for (int i = 0; i < PLACES; i++) {
      Point place =
          given
              .getFactory()
              .createPoint(
                  new Coordinate(
                      box.getMinX() + box.getWidth() * random.nextDouble(),
                      box.getMinY() + box.getHeight() * random.nextDouble()));
      boolean clear = given.getBoundary().distance(place) > close;
      if (clear && covered(place.getCoordinate()) != result.intersects(place)) {
        contradictions++;
      }
    }
    return contradictions;
  }

  private boolean covered(Coordinate at) {
    for (int p = 0; p < given.getNumGeometries(); p++) {
      if (winding(((Polygon) given.getGeometryN(p)).getExteriorRing().getCoordinates(), at) != 0) {
        return true;
      }
    }
    return false;
  }

  private static int winding(Coordinate[] ring, Coordinate at) {
    int winding = 0;
    for (int i = 0; i + 1 < ring.length; i++) {
      boolean above = ring[i].y > at.y;
      int side = Orientation.index(ring[i], ring[i + 1], at);
      if (!above && ring[i + 1].y > at.y && side > 0) {
        winding++;
      } else if (above && ring[i + 1].y <= at.y && side < 0) {
        winding--;
      }
    }
    return winding;
  }
}
