/**
 * GeoTIFF and Cloud Optimized GeoTIFF, read by the blocks that are needed: classic and BigTIFF,
 * tiles and strips, pixels of all bands together or apart. What a hostile file can make it do is
 * bounded by {@link dev.penstock.raster.tiff.TiffLimits}.
 */
@NullMarked
package dev.penstock.raster.tiff;

import org.jspecify.annotations.NullMarked;
