package dev.penstock.raster.tiff;

import dev.penstock.raster.pixel.LittleEndian;

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
    if (size == 2 && step == 2) {
      sumShorts(bytes, from - step, to);
      return;
    }
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

  /** What scenes are made of: the sum stays in a register. */
  private static void sumShorts(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int at = from; at < to; at += 2) {
      sum += LittleEndian.getShort(bytes, at);
      LittleEndian.putShort(bytes, at, (short) sum);
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
      accumulate(sums, apart);
      if (size == 4) {
        joinFloats(sums, samples, bytes, from);
        continue;
      }
      for (int place = 0; place < size; place++) {
        int to = from + size - 1 - place;
        for (int i = 0; i < samples; i++) {
          bytes[to + i * size] = sums[place * samples + i];
        }
      }
    }
  }

  private static void accumulate(byte[] sums, int apart) {
    if (apart == 1) {
      int sum = 0;
      for (int at = 0; at < sums.length; at++) {
        sum += sums[at];
        sums[at] = (byte) sum;
      }
      return;
    }
    for (int at = apart; at < sums.length; at++) {
      sums[at] += sums[at - apart];
    }
  }

  private static void joinFloats(byte[] sums, int samples, byte[] bytes, int from) {
    for (int i = 0; i < samples; i++) {
      int high = (sums[i] << 24) | ((sums[samples + i] & 0xff) << 16);
      int low = ((sums[2 * samples + i] & 0xff) << 8) | (sums[3 * samples + i] & 0xff);
      LittleEndian.putInt(bytes, from + 4 * i, high | low);
    }
  }
}
