@NullMarked
package dev.penstock.raster.jp2;

import org.jspecify.annotations.NullMarked;
