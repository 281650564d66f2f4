package dev.penstock.raster.jp2;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.RangeSource;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Bytes of a file that were read in one piece. */
@SuppressWarnings("ArrayRecordComponent") // Only read, never compared.
record Stretch(long from, byte[] bytes) {

  ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes);
  }

  boolean holds(long at, long length) {
    return at >= from && at + length <= from + bytes.length;
  }

  Optional<TilePart> part(long at, int tiles) {
    return holds(at, TilePart.BYTES)
        ? TilePart.read(buffer(), (int) (at - from), tiles)
        : Optional.empty();
  }

  byte[] bytes(long at, int length) {
    int start = (int) (at - from);
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  /** This, or one that holds those bytes too: only those that are missing are read. */
  Stretch through(long at, int length, RangeSource source)
      throws RasterException, InterruptedException {
    if (holds(at, length)) {
      return this;
    }
    int have = (int) (from + bytes.length - at);
    byte[] whole = Arrays.copyOfRange(bytes, bytes.length - have, bytes.length - have + length);
    // The mark of what follows comes along, so that it need not be read by itself.
    byte[] rest = source.read(at + have, length - have + TilePart.BYTES);
    if (rest.length < length - have) {
      throw Defects.truncated(
          "The file ends at %d, within a tile.".formatted(at + have + rest.length));
    }
    byte[] more = Arrays.copyOf(whole, have + rest.length);
    System.arraycopy(rest, 0, more, have, rest.length);
    return new Stretch(at, more);
  }
}
