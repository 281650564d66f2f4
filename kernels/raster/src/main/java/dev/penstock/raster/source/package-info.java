/** Where the bytes of a raster come from: files, and hosts that answer range requests. */
@NullMarked
package dev.penstock.raster.source;

import org.jspecify.annotations.NullMarked;
