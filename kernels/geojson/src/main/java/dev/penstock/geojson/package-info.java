/**
 * Cuts GeoJSON of any size into exact byte ranges and reads one feature at a time from its bytes.
 */
@NullMarked
package dev.penstock.geojson;

import org.jspecify.annotations.NullMarked;
