package dev.penstock.crs;

/**
 * Where a coordinate reference system is meant to be used, in degrees of longitude and latitude.
 * {@code west} is greater than {@code east} where the area crosses the antimeridian.
 */
public record Area(double west, double south, double east, double north) {

  /** Whether the position lies in the area or on its edge. */
  public boolean contains(double longitude, double latitude) {
    boolean within =
        west <= east
            ? longitude >= west && longitude <= east
            : longitude >= west || longitude <= east;
    return within && latitude >= south && latitude <= north;
  }
}
