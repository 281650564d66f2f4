/**
 * JPEG 2000 (ISO/IEC 15444-1, T.800): codestreams of one tile, of which the code-blocks that a
 * region needs are decoded. {@link dev.penstock.raster.jpeg2000.TileDecoder} is the seam behind
 * which other decoders may stand; {@link dev.penstock.raster.jpeg2000.PureDecoder} is ours. What a
 * hostile codestream can make it do is bounded by its own length, by the region, and by limits on
 * counts.
 */
@NullMarked
package dev.penstock.raster.jpeg2000;

import org.jspecify.annotations.NullMarked;
