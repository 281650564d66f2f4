package dev.penstock.raster.pixel;

import java.util.OptionalInt;

/**
 * Where an image lies.
 *
 * @param affine from pixels to coordinates
 * @param epsg of the coordinate system; empty if the file does not name one by number
 */
public record Georeference(Affine affine, OptionalInt epsg) {}
