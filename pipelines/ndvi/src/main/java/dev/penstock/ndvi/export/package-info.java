/** Observations as files. */
@NullMarked
package dev.penstock.ndvi.export;

import org.jspecify.annotations.NullMarked;
