package dev.penstock.raster.jpeg2000;

import java.util.List;

/**
 * What is wanted of one tile.
 *
 * @param codestream one that holds only this tile, see {@link OneTile}; not to be changed
 * @param reduce how often the size is halved; 0 is the full resolution
 * @param region on the reference grid as it is after so many halvings, within the tile
 * @param bands components, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes that are only read; nobody compares requests.
public record TileRequest(byte[] codestream, int reduce, Rect region, List<Integer> bands) {
  public TileRequest {
    bands = List.copyOf(bands);
  }
}
