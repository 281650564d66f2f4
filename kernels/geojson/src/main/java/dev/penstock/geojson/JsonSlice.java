package dev.penstock.geojson;

/**
 * A JSON value as it stands in the buffer that was read.
 *
 * @param kind of the value
 * @param from first byte, an index into the buffer
 * @param to behind the last byte
 */
public record JsonSlice(JsonKind kind, int from, int to) {}
