/** The stores that the pipeline needs: ports, and the records that pass through them. */
@NullMarked
package dev.penstock.ndvi.store;

import org.jspecify.annotations.NullMarked;
