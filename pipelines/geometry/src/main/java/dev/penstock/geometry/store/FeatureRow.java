package dev.penstock.geometry.store;

import org.jspecify.annotations.Nullable;

/**
 * One feature, ready to be stored or read back.
 *
 * @param item its index in the payload, from 0; rows of one job are unique by it
 * @param id its own id as JSON text: a quoted string or a number; null when it has none
 * @param wkb ISO WKB, little endian, in the collection's CRS; null for a feature without geometry
 * @param bounds of the geometry; {@link Bounds#NONE} when there is none or it is empty
 * @param properties a JSON object, byte for byte as it came in; {@code null} as JSON text when
 *     absent
 */
public record FeatureRow(
    long item, @Nullable String id, byte @Nullable [] wkb, Bounds bounds, byte[] properties) {}
