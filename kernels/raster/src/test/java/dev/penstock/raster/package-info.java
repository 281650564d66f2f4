@NullMarked
package dev.penstock.raster;

import org.jspecify.annotations.NullMarked;
