package dev.penstock.formats;

import java.util.function.Supplier;

/**
 * What is to be written.
 *
 * @param name of the layer
 * @param toWgs84 makes what moves positions to WGS 84, longitude first
 */
public record Dataset(
    String name, CrsText crs, FeatureSource features, Supplier<Reprojection> toWgs84) {}
