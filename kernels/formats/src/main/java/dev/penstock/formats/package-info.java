/**
 * Writes features to the file formats of other people: FlatGeobuf, GeoParquet, Geobuf, GeoJSON.
 *
 * <p>A {@link Dataset} is read twice: {@link Survey} looks what is in it, {@link Format} writes it.
 * Memory does not grow with the number of features, apart from two bytes a feature in FlatGeobuf's
 * index. The same features give the same bytes.
 */
@NullMarked
package dev.penstock.formats;

import org.jspecify.annotations.NullMarked;
