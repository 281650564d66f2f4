package dev.penstock.ndvi.farm;

import dev.penstock.raster.measure.Outline;
import dev.penstock.stac.Search.Box;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where a farm lies: valid polygons in degrees of WGS 84.
 *
 * @param wkb little-endian; not to be changed
 * @param squareMetres on the ellipsoid
 */
public record Boundary(byte[] wkb, double squareMetres) {

  /** A boundary, if that is a polygon or several. */
  public static Optional<Boundary> of(byte[] wkb, double squareMetres) {
    return WkbPolygons.read(wkb).isPresent() && squareMetres > 0
        ? Optional.of(new Boundary(wkb, squareMetres))
        : Optional.empty();
  }

  /** Its polygons. */
  public Outline outline() {
    return new Outline(
        WkbPolygons.read(wkb).orElseThrow(() -> new IllegalStateException("no polygons: a bug")));
  }

  /** What it lies in. */
  public Box box() {
    double west = Double.POSITIVE_INFINITY;
    double south = Double.POSITIVE_INFINITY;
    double east = Double.NEGATIVE_INFINITY;
    double north = Double.NEGATIVE_INFINITY;
    for (Outline.Part polygon : outline().polygons()) {
      double[] ring = polygon.rings().getFirst();
      for (int i = 0; i < ring.length; i += 2) {
        west = Math.min(west, ring[i]);
        east = Math.max(east, ring[i]);
        south = Math.min(south, ring[i + 1]);
        north = Math.max(north, ring[i + 1]);
      }
    }
    return new Box(west, south, east, north);
  }

  /** Tells it from other boundaries. */
  public String digest() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(wkb));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
