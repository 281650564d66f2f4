package dev.penstock.raster.measure;

/** How much a pixel on the edge of a polygon counts. */
public enum PixelRule {
  /** As much of it as lies in the polygon. */
  EXACT,
  /** All of it if its centre lies in the polygon, else nothing. */
  CENTRE,
  /** All of it if any part of it lies in the polygon. */
  ALL_TOUCHED
}
