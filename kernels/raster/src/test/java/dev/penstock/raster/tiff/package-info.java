@NullMarked
package dev.penstock.raster.tiff;

import org.jspecify.annotations.NullMarked;
