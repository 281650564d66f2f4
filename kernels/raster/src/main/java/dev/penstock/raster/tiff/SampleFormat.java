package dev.penstock.raster.tiff;

import dev.penstock.raster.pixel.SampleType;
import java.util.Optional;

/** The kinds of samples that TIFF knows by two tags. */
final class SampleFormat {
  private SampleFormat() {}

  /**
   * What the tags SampleFormat and BitsPerSample mean. Samples of less than a byte are unpacked to
   * bytes.
   */
  static Optional<SampleType> of(int format, int bits) {
    return Optional.ofNullable(
        switch (format) {
          // 4 is "undefined": read as unsigned, as everybody does.
          case 1, 4 ->
              switch (bits) {
                case 1, 2, 4, 8 -> SampleType.U8;
                case 16 -> SampleType.U16;
                case 32 -> SampleType.U32;
                case 64 -> SampleType.U64;
                default -> null;
              };
          case 2 ->
              switch (bits) {
                case 8 -> SampleType.I8;
                case 16 -> SampleType.I16;
                case 32 -> SampleType.I32;
                case 64 -> SampleType.I64;
                default -> null;
              };
          case 3 ->
              switch (bits) {
                case 16 -> SampleType.F16;
                case 32 -> SampleType.F32;
                case 64 -> SampleType.F64;
                default -> null;
              };
          default -> null;
        });
  }
}
