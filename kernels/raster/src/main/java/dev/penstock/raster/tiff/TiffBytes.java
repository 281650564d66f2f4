package dev.penstock.raster.tiff;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.RangeSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything of a file that is not pixels, read in pages. Directories that lie apart cost a read
 * each; those at the head of a file cost none. Not thread-safe.
 */
final class TiffBytes {
  private static final int PAGE = 16 * 1024;

  private final RangeSource source;
  private final long most;
  private final List<Page> pages = new ArrayList<>();
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private long held;

  private record Page(long from, byte[] bytes) {
    boolean holds(long at, int length) {
      return at >= from && at - from <= bytes.length && length <= bytes.length - (at - from);
    }
  }

  TiffBytes(RangeSource source, TiffLimits limits) throws RasterException, InterruptedException {
    this.source = source;
    this.most = limits.tableBytes();
    keep(0, limits.head());
  }

  void order(ByteOrder order) {
    this.order = order;
  }

  ByteOrder order() {
    return order;
  }

  /** The bytes from there on, with the file's byte order. */
  ByteBuffer at(long from, int length) throws RasterException, InterruptedException {
    if (from < 0 || from > Long.MAX_VALUE / 2) {
      throw Faults.malformed("An offset lies beyond every file.");
    }
    for (Page page : pages) {
      if (page.holds(from, length)) {
        return view(page, from, length);
      }
    }
    Page page = keep(from, Math.max(PAGE, length));
    if (!page.holds(from, length)) {
      throw new RasterException(
          Fault.TRUNCATED,
          "The file ends at %d, before something that it promises at %d."
              .formatted(page.from() + page.bytes().length, from));
    }
    return view(page, from, length);
  }

  /** Whether these bytes are at hand, so that looking at them costs no read. */
  boolean has(long from, long length) {
    return length <= Integer.MAX_VALUE
        && pages.stream().anyMatch(page -> page.holds(from, (int) length));
  }

  private Page keep(long from, int length) throws RasterException, InterruptedException {
    held += length;
    if (held > most) {
      throw Faults.tooLarge("The file's directories take more than %d bytes.".formatted(most));
    }
    Page page = new Page(from, source.read(from, length));
    pages.add(page);
    return page;
  }

  private ByteBuffer view(Page page, long from, int length) {
    return ByteBuffer.wrap(page.bytes(), (int) (from - page.from()), length).slice().order(order);
  }
}
