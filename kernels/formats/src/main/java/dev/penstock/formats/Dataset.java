package dev.penstock.formats;

import java.util.function.Supplier;

/**
 * What is to be written.
 *
 * @param name of the layer
 * @param toWgs84 makes what moves positions to WGS 84, longitude first
 * @param form of files that are GeoJSON
 */
public record Dataset(
    String name,
    CrsText crs,
    FeatureSource features,
    Supplier<Reprojection> toWgs84,
    GeoJsonForm form) {
  /** With GeoJSON as most want it. */
  public Dataset(String name, CrsText crs, FeatureSource features, Supplier<Reprojection> toWgs84) {
    this(name, crs, features, toWgs84, GeoJsonForm.USUAL);
  }
}
