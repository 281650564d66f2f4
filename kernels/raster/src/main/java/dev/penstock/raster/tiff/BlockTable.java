package dev.penstock.raster.tiff;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.RangeSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One number for each block of an image, read by pages as blocks are asked for: that table of a
 * large image is larger than what one farm needs of its pixels. Thread-safe.
 */
final class BlockTable {
  private static final int PAGE = 4096;

  private final Entry entry;
  private final ByteOrder order;
  private final AtomicReferenceArray<long[]> pages;

  private BlockTable(Entry entry, ByteOrder order) {
    this.entry = entry;
    this.order = order;
    this.pages = new AtomicReferenceArray<>((int) ((entry.count() + PAGE - 1) / PAGE));
  }

  /** The table of that tag, which has to hold so many numbers; what is at hand of it is read. */
  static BlockTable of(Directory directory, int tag, int blocks)
      throws RasterException, InterruptedException {
    Entry entry =
        directory
            .entry(tag)
            .orElseThrow(
                () -> Faults.malformed("An image without its blocks (tag %d)".formatted(tag)));
    int size = Entry.size(entry.type());
    if (size < 2 || entry.type() == 12 || entry.type() == 5 || entry.count() < blocks) {
      throw Faults.malformed(
          "An image of %d blocks has a table of %d (tag %d, type %d)."
              .formatted(blocks, entry.count(), tag, entry.type()));
    }
    // What is behind the last block is nobody's.
    BlockTable table =
        new BlockTable(new Entry(entry.type(), blocks, entry.at()), directory.file().order());
    for (int page = 0; page < table.pages.length(); page++) {
      if (directory.file().has(table.from(page), table.length(page))) {
        table.keep(page, directory.file().at(table.from(page), table.length(page)));
      }
    }
    return table;
  }

  private long from(int page) {
    return entry.at() + (long) page * PAGE * Entry.size(entry.type());
  }

  private int length(int page) {
    long left = entry.count() - (long) page * PAGE;
    return (int) Math.min(PAGE, left) * Entry.size(entry.type());
  }

  private long[] keep(int page, ByteBuffer values) throws RasterException {
    long[] numbers = new long[values.remaining() / Entry.size(entry.type())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Entry.whole(values, entry.type());
    }
    pages.set(page, numbers);
    return numbers;
  }

  /** The number of a block. */
  long get(int block, RangeSource source) throws RasterException, InterruptedException {
    int page = block / PAGE;
    long[] numbers = pages.get(page);
    if (numbers == null) {
      byte[] read = source.read(from(page), length(page));
      if (read.length < length(page)) {
        throw new RasterException(Fault.TRUNCATED, "The file ends within a table of blocks.");
      }
      numbers = keep(page, ByteBuffer.wrap(read).order(order));
    }
    return numbers[block % PAGE];
  }
}
