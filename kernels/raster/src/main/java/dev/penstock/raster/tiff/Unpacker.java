package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.pixel.LittleEndian;
import java.nio.ByteBuffer;

/** Makes samples of a packed block: lowest byte first, a byte or more each. */
record Unpacker(Packing packing) {

  byte[] unpack(ByteBuffer packed, int columns, int rows) throws RasterException {
    int row = (int) packing.rowBytes(columns);
    byte[] bytes = new byte[row * rows];
    packing.compression().unpack(packed, bytes);
    int size = packing.type().bytes();
    int predictor = packing.compression().predicts() ? packing.predictor() : 1;
    if (predictor == 3) {
      Predictor.floats(bytes, row, packing.samples(), size);
      return bytes;
    }
    if (packing.bits() < 8) {
      return spread(bytes, row, columns * packing.samples());
    }
    if (packing.big()) {
      LittleEndian.turn(bytes, size);
    }
    if (predictor == 2) {
      Predictor.sum(bytes, row, packing.samples(), size);
    }
    return bytes;
  }

  /** Gives each sample of 1, 2 or 4 bits a byte of its own. Rows start at a byte. */
  private byte[] spread(byte[] bytes, int row, int samples) {
    int bits = packing.bits();
    int each = 8 / bits;
    int mask = (1 << bits) - 1;
    byte[] spread = new byte[bytes.length / row * samples];
    int to = 0;
    for (int from = 0; from < bytes.length; from += row) {
      for (int i = 0; i < samples; i++) {
        int shift = 8 - bits * (i % each + 1);
        spread[to++] = (byte) ((bytes[from + i / each] >> shift) & mask);
      }
    }
    return spread;
  }
}
