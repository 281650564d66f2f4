package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import java.nio.ByteBuffer;

/** How a block is compressed. */
enum Compression {
  NONE,
  LZW,
  DEFLATE,
  PACK_BITS,
  ZSTD;

  static Compression of(int number) throws RasterException {
    return switch (number) {
      case 1 -> NONE;
      case 5 -> LZW;
      case 8, 32946 -> DEFLATE;
      case 32773 -> PACK_BITS;
      case 50000 -> ZSTD;
      default -> throw Faults.unsupported("Compression %s.".formatted(name(number)));
    };
  }

  private static String name(int number) {
    return switch (number) {
      case 2, 3, 4 -> "CCITT (" + number + ")";
      case 6, 7 -> "JPEG (" + number + ")";
      case 34712 -> "JPEG 2000 (34712)";
      case 34887 -> "LERC (34887)";
      case 34925 -> "LZMA (34925)";
      case 50001 -> "WebP (50001)";
      case 50002 -> "JPEG XL (50002)";
      default -> Integer.toString(number);
    };
  }

  /** Whether the tag Predictor means anything for it. */
  boolean predicts() {
    return this == LZW || this == DEFLATE || this == ZSTD;
  }

  /** Fills the array with what is packed, exactly. What follows behind it is left alone. */
  void unpack(ByteBuffer packed, byte[] into) throws RasterException {
    switch (this) {
      case NONE -> Stored.unpack(packed, into);
      case LZW -> new Lzw(packed, into).unpack();
      case DEFLATE -> Deflated.unpack(packed, into);
      case PACK_BITS -> PackBits.unpack(packed, into);
      case ZSTD -> Zstandard.unpack(packed, into);
    }
  }
}
