@NullMarked
package dev.penstock.raster.measure;

import org.jspecify.annotations.NullMarked;
