package dev.penstock.raster.measure;

/** What a pixel is good for. */
enum PixelKind {
  VALID,
  CLOUDED,
  NOTHING
}
