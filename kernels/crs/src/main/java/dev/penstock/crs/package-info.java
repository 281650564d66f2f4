/**
 * Coordinate reference systems: names, definitions, and transforms between those that were verified
 * against PROJ.
 */
@NullMarked
package dev.penstock.crs;

import org.jspecify.annotations.NullMarked;
