package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;

/**
 * How coefficients of a component are quantised.
 *
 * @param derived only the step of the lowest band is given
 * @param guard guard bits
 * @param exponents one for each band, or only one
 * @param mantissas beside them; all 0 where coefficients are not quantised
 */
@SuppressWarnings("ArrayRecordComponent") // Never changed, never compared.
record Quantization(boolean derived, int guard, int[] exponents, int[] mantissas) {

  static Quantization read(Segment segment) throws RasterException {
    int style = segment.u8();
    int kind = style & 31;
    if (kind > 2) {
      throw Defects.malformed("Quantisation of kind %d.".formatted(kind));
    }
    int count = kind == 1 ? 1 : kind == 0 ? segment.left() : segment.left() / 2;
    int[] exponents = new int[count];
    int[] mantissas = new int[count];
    for (int i = 0; i < count; i++) {
      int step = kind == 0 ? segment.u8() << 8 : segment.u16();
      exponents[i] = step >> 11;
      mantissas[i] = step & 0x7ff;
    }
    return new Quantization(kind == 1, style >> 5, exponents, mantissas);
  }

  /**
   * @param resolution of the band, 0 for the lowest
   * @param orientation of the band: 0 LL, 1 HL, 2 LH, 3 HH
   */
  private int place(int resolution, int orientation) throws RasterException {
    int place = derived || resolution == 0 ? 0 : 3 * (resolution - 1) + orientation;
    if (place >= exponents.length) {
      throw Defects.malformed("No quantisation is told for resolution %d.".formatted(resolution));
    }
    return place;
  }

  private int exponent(int resolution, int orientation) throws RasterException {
    int told = exponents[place(resolution, orientation)];
    return derived && resolution > 0 ? Math.max(0, told - (resolution - 1)) : told;
  }

  /** Bit-planes that a band may have at most. */
  int planes(int resolution, int orientation) throws RasterException {
    return guard + exponent(resolution, orientation) - 1;
  }

  /**
   * What a coefficient of 1 stands for.
   *
   * @param bits of a sample
   */
  float step(int resolution, int orientation, int bits) throws RasterException {
    int gain = orientation == 0 ? 0 : orientation == 3 ? 2 : 1;
    double mantissa = 1 + mantissas[place(resolution, orientation)] / 2048.0;
    return (float) Math.scalb(mantissa, bits + gain - exponent(resolution, orientation));
  }
}
