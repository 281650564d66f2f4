package dev.penstock.crs;

import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateReferenceSystem;
import org.locationtech.proj4j.CoordinateTransform;
import org.locationtech.proj4j.CoordinateTransformFactory;
import org.locationtech.proj4j.Proj4jException;
import org.locationtech.proj4j.ProjCoordinate;

/** Any pair of systems, one position at a time through Proj4J. */
final class Proj4jTransform implements Transform {

  private final CoordinateTransform transform;
  private final boolean fromGeographic;
  private final boolean toGeographic;
  private final ProjCoordinate in = new ProjCoordinate();
  private final ProjCoordinate out = new ProjCoordinate();

  Proj4jTransform(Crs source, Crs target) {
    CRSFactory factory = new CRSFactory();
    this.transform =
        new CoordinateTransformFactory()
            .createTransform(system(factory, source), system(factory, target));
    this.fromGeographic = source.geographic();
    this.toGeographic = target.geographic();
  }

  private static CoordinateReferenceSystem system(CRSFactory factory, Crs crs) {
    return factory.createFromParameters(crs.code().toString(), crs.proj());
  }

  @Override
  public int apply(double[] ordinates, int from, int positions, int stride) {
    for (int i = 0, at = from; i < positions; i++, at += stride) {
      if (!move(ordinates, at)) {
        return i;
      }
    }
    return -1;
  }

  private boolean move(double[] ordinates, int at) {
    double x = ordinates[at];
    double y = ordinates[at + 1];
    if (fromGeographic ? !LonLat.valid(x, y) : !(Double.isFinite(x) && Double.isFinite(y))) {
      return false;
    }
    in.setValue(x, y);
    try {
      transform.transform(in, out);
    } catch (Proj4jException | IllegalStateException e) {
      // Proj4J throws for a position outside a projection's domain: that is this position's
      // failure.
      return false;
    }
    ordinates[at] = out.x;
    ordinates[at + 1] = out.y;
    return toGeographic
        ? LonLat.valid(out.x, out.y)
        : Double.isFinite(out.x) && Double.isFinite(out.y);
  }
}
