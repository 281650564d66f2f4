package dev.penstock.raster.jp2;

import dev.penstock.raster.pixel.Georeference;
import java.util.Optional;

/**
 * What the boxes of a file tell.
 *
 * @param from where the codestream begins
 * @param end where it ends; -1 where the file does
 */
record Container(long from, long end, Optional<Georeference> georeference) {}
