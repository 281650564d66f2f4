package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Runs of bytes, as Apple packed them. */
final class PackBits {
  private PackBits() {}

  static void unpack(ByteBuffer packed, byte[] into) throws RasterException {
    int length = 0;
    while (length < into.length) {
      int left = packed.remaining();
      int code = left > 0 ? packed.get() : 0;
      int run = code >= 0 ? code + 1 : 1 - code;
      if (left < (code >= 0 ? run + 1 : 2)) {
        throw Faults.corrupt(
            "A PackBits block ends after %d of %d bytes.".formatted(length, into.length));
      }
      if (code == -128) {
        continue;
      }
      int fits = Math.min(run, into.length - length);
      if (code >= 0) {
        packed.get(into, length, fits);
      } else {
        Arrays.fill(into, length, length + fits, packed.get());
      }
      length += fits;
    }
  }
}
