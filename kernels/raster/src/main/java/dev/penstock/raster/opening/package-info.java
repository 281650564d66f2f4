/** Opens rasters, whatever their format. */
@NullMarked
package dev.penstock.raster.opening;

import org.jspecify.annotations.NullMarked;
