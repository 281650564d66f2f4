package dev.penstock.raster.tiff;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.penstock.raster.RasterException;
import java.nio.ByteBuffer;

/** Zstandard, one or more frames. */
final class Zstandard {
  private Zstandard() {}

  static void unpack(ByteBuffer packed, byte[] into) throws RasterException {
    byte[] bytes = new byte[packed.remaining()];
    packed.get(bytes);
    long length;
    try {
      length = Zstd.decompressByteArray(into, 0, into.length, bytes, 0, bytes.length);
    } catch (ZstdException e) {
      throw Faults.corrupt("A Zstandard block is damaged: %s.".formatted(e.getMessage()));
    }
    if (length != into.length) {
      throw Faults.corrupt(
          "A Zstandard block holds %d of %d bytes.".formatted(length, into.length));
    }
  }
}
