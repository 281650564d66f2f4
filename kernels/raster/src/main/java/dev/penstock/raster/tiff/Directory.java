package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import java.util.Map;
import java.util.Optional;

/** The tags of one image, by number. */
record Directory(Map<Integer, Entry> entries, TiffBytes file, TiffLimits limits) {
  private static final double[] NOTHING = {};

  Optional<Entry> entry(int tag) {
    return Optional.ofNullable(entries.get(tag));
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  long[] longs(int tag) throws RasterException, InterruptedException {
    Entry entry = entries.get(tag);
    return entry == null ? new long[0] : entry.longs(file, limits);
  }

  double[] doubles(int tag) throws RasterException, InterruptedException {
    Entry entry = entries.get(tag);
    return entry == null ? NOTHING : entry.doubles(file, limits);
  }

  String text(int tag) throws RasterException, InterruptedException {
    Entry entry = entries.get(tag);
    return entry == null ? "" : entry.text(file, limits);
  }

  /** The one value of a tag, within bounds; the default where it is missing. */
  int number(int tag, long otherwise, long highest) throws RasterException, InterruptedException {
    long[] values = longs(tag);
    long value = values.length == 0 ? otherwise : values[0];
    if (value < 0 || value > highest) {
      throw Faults.tooLarge("Tag %d is %d; at most %d is read.".formatted(tag, value, highest));
    }
    return (int) value;
  }

  /** A size: there has to be one, and it is not zero. */
  int size(int tag) throws RasterException, InterruptedException {
    int size = number(tag, 0, Integer.MAX_VALUE);
    if (size == 0) {
      throw Faults.malformed("An image has no size (tag %d).".formatted(tag));
    }
    return size;
  }

  /** The value that all bands share. */
  int shared(int tag, int otherwise) throws RasterException, InterruptedException {
    long[] values = longs(tag);
    for (long value : values) {
      if (value != values[0]) {
        throw Faults.unsupported("Bands of different kinds in one image (tag %d).".formatted(tag));
      }
    }
    return number(tag, otherwise, 0xffff);
  }
}
