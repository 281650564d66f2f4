package dev.penstock.raster.tiff;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Follows the chain of directories of a file, which may lead anywhere. */
final class Directories {
  private static final int CLASSIC = 42;
  private static final int BIG = 43;

  private final TiffBytes file;
  private final TiffLimits limits;
  private boolean big;

  Directories(TiffBytes file, TiffLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  /** All of them, the first first. */
  List<Directory> read() throws RasterException, InterruptedException {
    List<Directory> directories = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    long at = first();
    while (at != 0) {
      if (!seen.add(at)) {
        throw Faults.malformed("The chain of directories runs in a circle.");
      }
      if (seen.size() > limits.directories()) {
        throw Faults.tooLarge("More than %d directories.".formatted(limits.directories()));
      }
      at = directory(at, directories);
    }
    if (directories.isEmpty()) {
      throw Faults.malformed("The file holds no image.");
    }
    return directories;
  }

  private long first() throws RasterException, InterruptedException {
    ByteBuffer head = file.at(0, 8);
    int mark = head.order(ByteOrder.BIG_ENDIAN).getShort() & 0xffff;
    switch (mark) {
      case 0x4949 -> file.order(ByteOrder.LITTLE_ENDIAN);
      case 0x4d4d -> file.order(ByteOrder.BIG_ENDIAN);
      default -> throw new RasterException(Fault.NOT_A_TIFF, "The file is not a TIFF.");
    }
    int version = head.order(file.order()).getShort();
    if (version == CLASSIC) {
      return head.getInt() & 0xffffffffL;
    }
    if (version != BIG) {
      throw new RasterException(Fault.NOT_A_TIFF, "The file is not a TIFF.");
    }
    big = true;
    if (head.getShort() != 8) {
      throw Faults.malformed("A BigTIFF whose offsets are not of 8 bytes.");
    }
    return file.at(8, 8).getLong();
  }

  /** Adds the directory that starts there; tells where the next one does, 0 for nowhere. */
  private long directory(long at, List<Directory> directories)
      throws RasterException, InterruptedException {
    ByteBuffer counted = file.at(at, big ? 8 : 2);
    long count = big ? counted.getLong() : counted.getShort() & 0xffff;
    if (count < 0 || count > limits.entries()) {
      throw Faults.tooLarge("A directory with %d tags.".formatted(count));
    }
    long from = at + (big ? 8 : 2);
    int size = big ? 20 : 12;
    ByteBuffer table = file.at(from, (int) count * size + (big ? 8 : 4));
    Map<Integer, Entry> entries = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int tag = table.getShort() & 0xffff;
      // The first of two with one number counts.
      entries.putIfAbsent(tag, entry(table, from + (long) i * size + (big ? 12 : 8)));
    }
    directories.add(new Directory(entries, file, limits));
    return big ? table.getLong() : table.getInt() & 0xffffffffL;
  }

  /**
   * @param inline where the value field of this tag lies
   */
  private Entry entry(ByteBuffer table, long inline) throws RasterException {
    int type = table.getShort() & 0xffff;
    long count = big ? table.getLong() : table.getInt() & 0xffffffffL;
    long value = big ? table.getLong() : table.getInt() & 0xffffffffL;
    if (count < 0 || count > Long.MAX_VALUE / 8) {
      throw Faults.malformed("A tag with %s values.".formatted(Long.toUnsignedString(count)));
    }
    boolean fits = count * Entry.size(type) <= (big ? 8 : 4);
    return new Entry(type, count, fits ? inline : value);
  }
}
