/**
 * What a raster is, whatever its file: bands of samples in a grid, where the grid lies, and windows
 * of it that can be read.
 */
@NullMarked
package dev.penstock.raster.pixel;

import org.jspecify.annotations.NullMarked;
