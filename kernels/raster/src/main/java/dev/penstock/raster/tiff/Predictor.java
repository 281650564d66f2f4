package dev.penstock.raster.tiff;

/** Undoes what was done to samples so that they compress better; row by row, in place. */
final class Predictor {
  private Predictor() {}

  /**
   * Each sample is the difference to the one before it.
   *
   * @param row bytes of a row
   * @param apart how many samples lie between one and the next of its band
   */
  static void sum(byte[] bytes, int row, int apart, int size) {
    int step = apart * size;
    for (int from = 0; from + row <= bytes.length; from += row) {
      sumRow(bytes, from + step, from + row, step, size);
    }
  }

  private static void sumRow(byte[] bytes, int from, int to, int step, int size) {
    switch (size) {
      case 1 -> {
        for (int at = from; at < to; at++) {
          bytes[at] += bytes[at - step];
        }
      }
      case 2 -> {
        for (int at = from; at < to; at += 2) {
          int sum = LittleEndian.getShort(bytes, at) + LittleEndian.getShort(bytes, at - step);
          LittleEndian.putShort(bytes, at, (short) sum);
        }
      }
      case 4 -> {
        for (int at = from; at < to; at += 4) {
          int sum = LittleEndian.getInt(bytes, at) + LittleEndian.getInt(bytes, at - step);
          LittleEndian.putInt(bytes, at, sum);
        }
      }
      case 8 -> {
        for (int at = from; at < to; at += 8) {
          long sum = LittleEndian.getLong(bytes, at) + LittleEndian.getLong(bytes, at - step);
          LittleEndian.putLong(bytes, at, sum);
        }
      }
      default -> throw new IllegalArgumentException("samples of " + size + " bytes");
    }
  }

  /**
   * Each row starts with the highest bytes of all its samples, then the next lower ones, and each
   * byte is the difference to the one before it. The result has the lowest byte first.
   *
   * @param row bytes of a row
   */
  static void floats(byte[] bytes, int row, int apart, int size) {
    byte[] sums = new byte[row];
    int samples = row / size;
    for (int from = 0; from + row <= bytes.length; from += row) {
      System.arraycopy(bytes, from, sums, 0, row);
      for (int at = apart; at < row; at++) {
        sums[at] += sums[at - apart];
      }
      for (int place = 0; place < size; place++) {
        int to = from + size - 1 - place;
        for (int i = 0; i < samples; i++) {
          bytes[to + i * size] = sums[place * samples + i];
        }
      }
    }
  }
}
