package dev.penstock.raster.jp2;

import dev.penstock.raster.source.RangeSource;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** A file in memory, which counts how often it is read. */
final class MemorySource implements RangeSource {
  private final byte[] bytes;
  private final AtomicInteger reads = new AtomicInteger();

  MemorySource(byte[] bytes) {
    this.bytes = bytes;
  }

  int reads() {
    return reads.get();
  }

  @Override
  public byte[] read(long from, int length) {
    reads.incrementAndGet();
    int start = (int) Math.min(from, bytes.length);
    return Arrays.copyOfRange(bytes, start, (int) Math.min((long) start + length, bytes.length));
  }

  @Override
  public String identity() {
    return "memory";
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.of(bytes.length);
  }
}
