package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One tag of a directory: where its values lie.
 *
 * @param type the TIFF type of a value
 * @param count number of values
 * @param at offset of the first value in the file
 */
record Entry(int type, long count, long at) {

  /** Bytes of one value of that type; 0 if there is no such type. */
  static int size(int type) {
    return switch (type) {
      case 1, 2, 6, 7 -> 1;
      case 3, 8 -> 2;
      case 4, 9, 11, 13 -> 4;
      case 5, 10, 12, 16, 17, 18 -> 8;
      default -> 0;
    };
  }

  /** Bytes of all values; only for counts that were checked. */
  long bytes() {
    return count * size(type);
  }

  private ByteBuffer values(TiffBytes file, TiffLimits limits)
      throws RasterException, InterruptedException {
    if (count > limits.tagBytes() || bytes() > limits.tagBytes()) {
      throw Faults.tooLarge("A tag holds %d values.".formatted(count));
    }
    return file.at(at, (int) bytes());
  }

  /** The values of a tag that holds whole numbers. */
  long[] longs(TiffBytes file, TiffLimits limits) throws RasterException, InterruptedException {
    ByteBuffer values = values(file, limits);
    long[] longs = new long[(int) count];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = whole(values, type);
    }
    return longs;
  }

  /** The next value of an unsigned type. */
  static long whole(ByteBuffer values, int type) throws RasterException {
    return switch (type) {
      case 1, 7 -> values.get() & 0xff;
      case 3 -> values.getShort() & 0xffff;
      case 4, 13 -> values.getInt() & 0xffffffffL;
      case 16, 18 -> {
        long value = values.getLong();
        if (value < 0) {
          throw Faults.malformed("A number is beyond 63 bits.");
        }
        yield value;
      }
      default -> throw Faults.malformed("A tag is of type %d, not a count.".formatted(type));
    };
  }

  double[] doubles(TiffBytes file, TiffLimits limits) throws RasterException, InterruptedException {
    if (type != 12) {
      throw Faults.malformed("A tag is of type %d, not of double precision.".formatted(type));
    }
    ByteBuffer values = values(file, limits);
    double[] doubles = new double[(int) count];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values.getDouble();
    }
    return doubles;
  }

  /** The text without the zero at its end. */
  String text(TiffBytes file, TiffLimits limits) throws RasterException, InterruptedException {
    if (type != 2) {
      throw Faults.malformed("A tag is of type %d, not a text.".formatted(type));
    }
    ByteBuffer values = values(file, limits);
    byte[] bytes = new byte[values.remaining()];
    values.get(bytes);
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
