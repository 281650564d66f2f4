/**
 * Rasters that lie elsewhere, read by the few bytes that are needed, and measured over the area of
 * a polygon. Here: what can go wrong with one. {@code source} gets bytes, {@code tiff} and {@code
 * jp2} make pixels of them, {@code opening} tells which, {@code measure} makes figures of pixels.
 */
@NullMarked
package dev.penstock.raster;

import org.jspecify.annotations.NullMarked;
