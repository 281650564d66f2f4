package dev.penstock.raster.jp2;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.RangeSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything of a file that is not pixels, highest byte first, read in pages. Not thread-safe. */
final class Pages {
  private static final int PAGE = 16 * 1024;

  private final RangeSource source;
  private final long most;
  private final List<Page> pages = new ArrayList<>();
  private long held;

  private record Page(long from, ByteBuffer bytes) {
    boolean holds(long at, int length) {
      return at >= from && at - from <= bytes.limit() && length <= bytes.limit() - (at - from);
    }
  }

  Pages(RangeSource source, Jp2Limits limits) throws RasterException, InterruptedException {
    this.source = source;
    this.most = limits.headerBytes();
    keep(0, limits.head());
  }

  /** The bytes from there on; empty if the file ends before. */
  Optional<ByteBuffer> find(long from, int length) throws RasterException, InterruptedException {
    if (from < 0 || from > Long.MAX_VALUE / 2) {
      return Optional.empty();
    }
    Page page = page(from, length);
    return page.holds(from, length)
        ? Optional.of(page.bytes().slice((int) (from - page.from()), length))
        : Optional.empty();
  }

  /** The bytes from there on. */
  ByteBuffer at(long from, int length) throws RasterException, InterruptedException {
    return find(from, length)
        .orElseThrow(
            () ->
                Defects.truncated(
                    "The file ends before something that it promises at %d.".formatted(from)));
  }

  /** What is at hand from there on. */
  byte[] rest(long from) throws RasterException, InterruptedException {
    Page page = page(from, 1);
    byte[] bytes = new byte[(int) Math.max(0, page.from() + page.bytes().limit() - from)];
    page.bytes().get((int) (from - page.from()), bytes);
    return bytes;
  }

  /** The bytes from there on, read anew; fewer where the file ends. */
  byte[] read(long from, int length) throws RasterException, InterruptedException {
    return keep(from, length).bytes().array();
  }

  private Page page(long from, int length) throws RasterException, InterruptedException {
    for (Page page : pages.reversed()) {
      if (page.holds(from, length)) {
        return page;
      }
    }
    return keep(from, Math.max(PAGE, length));
  }

  private Page keep(long from, int length) throws RasterException, InterruptedException {
    held += length;
    if (held > most) {
      throw Defects.tooLarge("The file's headers take more than %d bytes.".formatted(most));
    }
    Page page = new Page(from, ByteBuffer.wrap(source.read(from, length)));
    pages.add(page);
    return page;
  }
}
