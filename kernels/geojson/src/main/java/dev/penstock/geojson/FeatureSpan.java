package dev.penstock.geojson;

/**
 * The exact bytes of one item: a feature, a bare geometry, or whatever else stood in its place (the
 * reader rejects that).
 *
 * @param offset of the first byte in the uncompressed payload
 * @param length in bytes
 * @param index counts the items of the payload from 0, those too large included
 * @param vertexEstimate opening square brackets in it: never fewer than its positions, usually a
 *     few per ring more
 */
public record FeatureSpan(long offset, long length, long index, int vertexEstimate)
    implements Cut {}
