package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.pixel.SampleType;

/**
 * How the samples of a block are written down.
 *
 * @param type of a sample, once unpacked
 * @param bits of a sample in the file
 * @param samples side by side for one pixel
 * @param compression of the block
 * @param predictor 1 none, 2 differences, 3 differences of floating point numbers by bytes
 * @param big whether numbers start with their highest byte
 */
record Packing(
    SampleType type, int bits, int samples, Compression compression, int predictor, boolean big) {

  /** Bytes of one row of a block, as compressed. */
  long rowBytes(int columns) {
    return ((long) columns * samples * bits + 7) / 8;
  }

  void check() throws RasterException {
    boolean differs = compression.predicts() && predictor != 1;
    if (predictor < 1 || predictor > 3) {
      throw Faults.unsupported("Predictor %d.".formatted(predictor));
    }
    if (differs && predictor == 3 && !type.floating()) {
      throw Faults.malformed("Predictor 3 for numbers that are not floating.");
    }
    if (differs && bits < 8) {
      throw Faults.unsupported("A predictor for samples of %d bits.".formatted(bits));
    }
  }
}
