package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;
import java.io.ByteArrayOutputStream;

/**
 * A codestream of one tile: what its headers say, and the bytes of its packets.
 *
 * @param packets of all parts of the tile, one after the other
 */
@SuppressWarnings("ArrayRecordComponent") // Only read, never compared.
record Codestream(ImageSize size, Parameters parameters, byte[] packets) {
  private static final int SOT_BYTES = 12;

  static Codestream read(byte[] bytes) throws RasterException {
    MainHeader header = MainHeader.read(bytes, 0);
    if (header.size().tiles() != 1) {
      throw new IllegalArgumentException("a codestream of more than one tile");
    }
    Parameters parameters = header.parameters().copy();
    ByteArrayOutputStream packets = new ByteArrayOutputStream();
    int at = header.length();
    while (at + SOT_BYTES <= bytes.length && Segment.u16(bytes, at) == Marker.SOT) {
      long length = Segment.u32(bytes, at + 6);
      long end = length == 0 ? bytes.length - 2L : at + length;
      if (end > bytes.length || end < at + SOT_BYTES) {
        throw Defects.truncated("A tile is said to take %d bytes.".formatted(length));
      }
      int body = TilePartHeader.read(bytes, at + SOT_BYTES, (int) end, parameters);
      packets.write(bytes, body, (int) end - body);
      at = (int) end;
    }
    return new Codestream(header.size(), parameters, packets.toByteArray());
  }
}
