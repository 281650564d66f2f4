package dev.penstock.raster.measure;

import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsCode;
import dev.penstock.crs.CrsLookup;
import dev.penstock.crs.Transform;
import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.pixel.Affine;
import dev.penstock.raster.pixel.Georeference;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a polygon to the columns and rows of an image. An edge that is straight in degrees may be
 * bent in the image: it gets vertices until it is off by less than a hundredth of a pixel. Not
 * thread-safe.
 */
final class Placement {
  private static final double CLOSE = 0.01;
  private static final int HALVINGS = 12;
  private static final int MOST_POSITIONS = 4_000_000;

  private final Transform transform;
  private final Affine affine;
  private final double[] scratch = new double[2];

  Placement(Georeference at) throws RasterException {
    this.transform = Transform.between(CrsCatalog.crs84(), system(at));
    this.affine = at.affine();
  }

  private static Crs system(Georeference at) throws RasterException {
    if (at.epsg().isEmpty()) {
      throw notPlaced("The raster does not name its coordinate system by a number.");
    }
    return switch (CrsCatalog.standard().find(CrsCode.epsg(at.epsg().getAsInt()))) {
      case CrsLookup.Known known -> known.crs();
      case CrsLookup.Unknown unknown ->
          throw notPlaced(
              "The raster's coordinate system %s is not known.".formatted(unknown.text()));
      case CrsLookup.Unsupported refused -> throw notPlaced(refused.reason());
    };
  }

  private static RasterException notPlaced(String message) {
    return new RasterException(Fault.NOT_PLACED, message);
  }

  PixelRings place(Outline outline) throws RasterException {
    List<double[]> rings = new ArrayList<>();
    for (Outline.Part polygon : outline.polygons()) {
      for (int i = 0; i < polygon.rings().size(); i++) {
        rings.add(PixelRings.turned(ring(polygon.rings().get(i)), i > 0));
      }
    }
    return new PixelRings(rings);
  }

  /** A position in degrees and in the image. */
  private record Corner(double longitude, double latitude, double column, double row) {}

  private Corner corner(double longitude, double latitude) throws RasterException {
    scratch[0] = longitude;
    scratch[1] = latitude;
    if (transform.apply(scratch, 0, 1, 2) >= 0) {
      throw notPlaced(
          "The raster's coordinate system does not reach %s, %s.".formatted(longitude, latitude));
    }
    return new Corner(
        longitude,
        latitude,
        affine.column(scratch[0], scratch[1]),
        affine.row(scratch[0], scratch[1]));
  }

  private double[] ring(double[] degrees) throws RasterException {
    Ordinates placed = new Ordinates();
    Corner first = corner(degrees[0], degrees[1]);
    Corner last = first;
    placed.add(first.column(), first.row());
    for (int i = 2; i < degrees.length; i += 2) {
      Corner next = corner(degrees[i], degrees[i + 1]);
      edge(last, next, HALVINGS, placed);
      placed.add(next.column(), next.row());
      last = next;
    }
    edge(last, first, HALVINGS, placed);
    return placed.toArray();
  }

  /** Adds what lies between the two, so that straight pieces follow the edge. */
  private void edge(Corner from, Corner to, int halvings, Ordinates placed) throws RasterException {
    if (halvings == 0 || transform.identity()) {
      return;
    }
    Corner middle =
        corner((from.longitude() + to.longitude()) / 2, (from.latitude() + to.latitude()) / 2);
    double columns = middle.column() - (from.column() + to.column()) / 2;
    double rows = middle.row() - (from.row() + to.row()) / 2;
    if (Math.hypot(columns, rows) < CLOSE) {
      return;
    }
    if (placed.positions() > MOST_POSITIONS) {
      throw new RasterException(Fault.TOO_LARGE, "The polygon has too long a boundary.");
    }
    edge(from, middle, halvings - 1, placed);
    placed.add(middle.column(), middle.row());
    edge(middle, to, halvings - 1, placed);
  }
}
