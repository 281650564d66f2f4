/** Farms: their boundaries, how they are read and handed from stage to stage. */
@NullMarked
package dev.penstock.ndvi.farm;

import org.jspecify.annotations.NullMarked;
