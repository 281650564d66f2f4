@NullMarked
package dev.penstock.raster.openjpeg;

import org.jspecify.annotations.NullMarked;
