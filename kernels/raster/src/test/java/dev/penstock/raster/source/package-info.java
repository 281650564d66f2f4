@NullMarked
package dev.penstock.raster.source;

import org.jspecify.annotations.NullMarked;
