package dev.penstock.raster.source;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads many ranges with few requests: neighbours in one, distant ones at the same time. */
public final class Coalesced {
  /** Bytes that cost less than a request of their own. */
  private static final int GAP = 64 * 1024;

  private static final int LONGEST = 16 << 20;

  private Coalesced() {}

  /**
   * The bytes of each range, in the order asked for; read only.
   *
   * @throws RasterException also if the object ends before one of them does
   */
  public static List<ByteBuffer> read(RangeSource source, List<ByteRange> ranges)
      throws RasterException, InterruptedException {
    List<ByteRange> runs = runs(ranges);
    List<Together.Read<byte[]>> reads = new ArrayList<>();
    for (ByteRange run : runs) {
      reads.add(() -> source.read(run.from(), run.length()));
    }
    List<byte[]> read = reads.isEmpty() ? List.of() : Together.all(reads);
    Map<ByteRange, ByteBuffer> found = new HashMap<>();
    for (ByteRange range : ranges) {
      found.put(range, piece(runs, read, range));
    }
    return ranges.stream().map(found::get).map(ByteBuffer::duplicate).toList();
  }

  /** The ranges that are fetched for these. */
  static List<ByteRange> runs(List<ByteRange> ranges) {
    List<ByteRange> runs = new ArrayList<>();
    List<ByteRange> sorted =
        ranges.stream().sorted(Comparator.comparingLong(ByteRange::from)).toList();
    for (ByteRange range : sorted) {
      ByteRange last = runs.isEmpty() ? null : runs.getLast();
      if (last != null && joins(last, range)) {
        long to = Math.max(last.to(), range.to());
        runs.set(runs.size() - 1, new ByteRange(last.from(), (int) (to - last.from())));
      } else {
        runs.add(range);
      }
    }
    return runs;
  }

  private static boolean joins(ByteRange run, ByteRange next) {
    boolean inside = next.to() <= run.to();
    return inside || (next.from() - run.to() <= GAP && next.to() - run.from() <= LONGEST);
  }

  private static ByteBuffer piece(List<ByteRange> runs, List<byte[]> read, ByteRange range)
      throws RasterException {
    for (int i = 0; i < runs.size(); i++) {
      ByteRange run = runs.get(i);
      if (run.from() <= range.from() && range.to() <= run.to()) {
        int at = (int) (range.from() - run.from());
        if (read.get(i).length < at + range.length()) {
          throw new RasterException(
              Fault.TRUNCATED, "The file ends at %d, within a block.".formatted(end(run, read, i)));
        }
        return ByteBuffer.wrap(read.get(i), at, range.length()).slice().asReadOnlyBuffer();
      }
    }
    throw new IllegalStateException("no run holds " + range);
  }

  private static long end(ByteRange run, List<byte[]> read, int i) {
    return run.from() + read.get(i).length;
  }
}
