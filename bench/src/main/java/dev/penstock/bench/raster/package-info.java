/** The raster kernel: how fast blocks are unpacked, and a farm from its bytes to its figure. */
@NullMarked
package dev.penstock.bench.raster;

import org.jspecify.annotations.NullMarked;
