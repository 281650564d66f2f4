package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Deflate with the header and checksum of zlib. */
final class Deflated {
  private Deflated() {}

  static void unpack(ByteBuffer packed, byte[] into) throws RasterException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      int length = 0;
      while (length < into.length) {
        int more = inflater.inflate(into, length, into.length - length);
        if (more == 0) {
          throw Faults.corrupt(
              "A deflated block ends after %d of %d bytes.".formatted(length, into.length));
        }
        length += more;
      }
      // One more step, so that the checksum behind the last byte is looked at.
      inflater.inflate(new byte[1]);
    } catch (DataFormatException e) {
      throw Faults.corrupt("A deflated block is damaged: %s.".formatted(e.getMessage()));
    } finally {
      inflater.end();
    }
  }
}
