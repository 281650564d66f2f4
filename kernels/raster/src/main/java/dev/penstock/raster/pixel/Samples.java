package dev.penstock.raster.pixel;

/**
 * The samples of one band in a window, row by row from the top. Not to be changed.
 *
 * @param bytes the samples themselves, lowest byte first
 */
public record Samples(SampleType type, int width, int height, byte[] bytes) {

  /** The sample of a pixel; integers of 64 bits are rounded. */
  public double at(int x, int y) {
    return type.value(bytes, (y * width + x) * type.bytes());
  }

  /** All samples as numbers. */
  public double[] values() {
    double[] values = new double[width * height];
    int size = type.bytes();
    switch (type) {
      // The two that scenes are made of, without asking for the type at each pixel.
      case U16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = LittleEndian.getShort(bytes, 2 * i) & 0xffff;
        }
      }
      case U8 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = bytes[i] & 0xff;
        }
      }
      default -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = type.value(bytes, i * size);
        }
      }
    }
    return values;
  }
}
