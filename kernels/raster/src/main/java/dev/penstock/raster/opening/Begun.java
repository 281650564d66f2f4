package dev.penstock.raster.opening;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.RangeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * A source whose beginning was read already. Thread-safe.
 *
 * @param beginning the first bytes
 * @param whole whether that is all there is
 */
@SuppressWarnings("ArrayRecordComponent") // Only read, never compared.
record Begun(RangeSource source, byte[] beginning, boolean whole) implements RangeSource {

  @Override
  public byte[] read(long from, int length) throws RasterException, InterruptedException {
    if (!whole && from + length > beginning.length) {
      return source.read(from, length);
    }
    int start = (int) Math.min(from, beginning.length);
    int end = (int) Math.min(from + length, beginning.length);
    return Arrays.copyOfRange(beginning, start, end);
  }

  @Override
  public String identity() {
    return source.identity();
  }

  @Override
  public OptionalLong size() {
    return source.size();
  }

  @Override
  public Duration patience() {
    return source.patience();
  }
}
