package dev.penstock.runtime.wire;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A page of memory that a host and one worker share through a file: three 64-bit numbers, least
 * significant byte first. What the worker writes here outlives it, whatever ended it: so the item
 * that it had in hand is known exactly, and costs a store into memory. Thread-safe.
 *
 * <pre>
 * byte 0    items of the chunk that are through; -1: not begun        written by the worker
 * byte 8    counts up while the worker is alive                       written by the worker
 * byte 16   number of the run that is to end soon                     written by the host
 * </pre>
 */
public final class Board {
  /** Its size in bytes. */
  public static final int BYTES = 24;

  /** No word of any item yet. */
  public static final long NOT_BEGUN = -1;

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int ITEMS = 0;
  private static final int BEATS = 8;
  private static final int STOP = 16;

  private final ByteBuffer page;

  private Board(ByteBuffer page) {
    this.page = page;
  }

  /** Maps a file, which is made as long as it has to be. */
  public static Board open(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Board(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
    }
  }

  public long items() {
    return (long) LONG.getVolatile(page, ITEMS);
  }

  public void items(long through) {
    LONG.setRelease(page, ITEMS, through);
  }

  public long beats() {
    return (long) LONG.getVolatile(page, BEATS);
  }

  /** One more sign of life; by one thread. */
  public void beat() {
    LONG.setVolatile(page, BEATS, beats() + 1);
  }

  /** Whether this run is to end soon. */
  public boolean stopped(long run) {
    return (long) LONG.getVolatile(page, STOP) == run;
  }

  public void stop(long run) {
    LONG.setVolatile(page, STOP, run);
  }
}
