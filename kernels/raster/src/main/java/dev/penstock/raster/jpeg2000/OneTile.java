package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;
import java.util.List;

/** Makes a codestream that holds a single tile, at its place, of the bytes of that tile. */
public final class OneTile {
  private static final int SIZ_IMAGE = 8;
  private static final int SOT_BYTES = 12;

  private OneTile() {}

  /**
   * Makes one.
   *
   * @param header of the whole
   * @param parts of the tile, each from its SOT on and complete
   */
  public static byte[] of(MainHeader header, int tile, List<byte[]> parts) throws RasterException {
    byte[] head = header.kept();
    long length = head.length + 2L;
    for (byte[] part : parts) {
      length += part.length;
    }
    if (length > Integer.MAX_VALUE - 64) {
      throw Defects.tooLarge("A tile of %d bytes.".formatted(length));
    }
    ImageSize size = header.size();
    Rect at = size.tile(tile);
    // The whole tile, also where the image does not reach: its precincts count from its corner.
    int left = size.tileX() + tile % size.columns() * size.tileWidth();
    int top = size.tileY() + tile / size.columns() * size.tileHeight();
    byte[] stream = new byte[(int) length];
    System.arraycopy(head, 0, stream, 0, head.length);
    int[] sizes = {
      at.x1(), at.y1(), at.x0(), at.y0(), size.tileWidth(), size.tileHeight(), left, top
    };
    for (int i = 0; i < sizes.length; i++) {
      Segment.put32(stream, SIZ_IMAGE + 4 * i, sizes[i]);
    }
    int to = head.length;
    for (byte[] part : parts) {
      if (part.length < SOT_BYTES) {
        throw Defects.truncated("A part of a tile of %d bytes.".formatted(part.length));
      }
      System.arraycopy(part, 0, stream, to, part.length);
      stream[to + 4] = 0;
      stream[to + 5] = 0;
      Segment.put32(stream, to + 6, part.length);
      to += part.length;
    }
    stream[to] = (byte) (Marker.EOC >> 8);
    stream[to + 1] = (byte) Marker.EOC;
    return stream;
  }
}
