package dev.penstock.formats;

import org.jspecify.annotations.Nullable;

/**
 * One feature.
 *
 * @param id as JSON text: a quoted string or a number; null when it has none
 * @param wkb its geometry as ISO WKB, little endian; null when it has none
 * @param box around the geometry; {@link Box#NONE} when there is none or it is empty
 * @param properties a JSON object, or {@code null} as JSON text
 */
public record Feature(@Nullable String id, byte @Nullable [] wkb, Box box, byte[] properties) {}
