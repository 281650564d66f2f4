package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;
import java.util.List;

/** The marker segment TLM: how long the parts of tiles are, as they follow each other. */
final class TileLengths {
  private static final int MOST = 1 << 20;

  private TileLengths() {}

  static void read(Segment segment, List<MainHeader.TileLength> into) throws RasterException {
    segment.u8(); // Several of these come in order.
    int form = segment.u8();
    int indexBytes = form >> 4 & 3;
    boolean wide = (form >> 6 & 1) == 1;
    if (indexBytes == 3) {
      throw Defects.malformed("An index of tiles of no known form.");
    }
    int entry = indexBytes + (wide ? 4 : 2);
    while (segment.left() >= entry) {
      int tile = indexBytes == 0 ? -1 : indexBytes == 1 ? segment.u8() : segment.u16();
      into.add(new MainHeader.TileLength(tile, wide ? segment.u32() : segment.u16()));
      if (into.size() > MOST) {
        throw Defects.tooLarge("An index of more than %d parts of tiles.".formatted(MOST));
      }
    }
  }
}
