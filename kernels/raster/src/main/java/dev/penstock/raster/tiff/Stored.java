package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import java.nio.ByteBuffer;

/** No compression. */
final class Stored {
  private Stored() {}

  static void unpack(ByteBuffer packed, byte[] into) throws RasterException {
    if (packed.remaining() < into.length) {
      throw Faults.corrupt(
          "A block of %d bytes holds %d.".formatted(into.length, packed.remaining()));
    }
    packed.get(into);
  }
}
