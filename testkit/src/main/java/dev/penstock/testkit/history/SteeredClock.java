package dev.penstock.testkit.history;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The system's clock and an offset that another process may change: the eight bytes of a file,
 * milliseconds. Thread-safe.
 */
final class SteeredClock implements InstantSource {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final ByteBuffer shared;

  SteeredClock(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ, WRITE, CREATE)) {
      this.shared = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
    }
  }

  @Override
  public Instant instant() {
    return Instant.now().plusMillis(offset());
  }

  long offset() {
    return (long) LONG.getVolatile(shared, 0);
  }

  /** Lets it jump to so far from the system's clock. */
  void set(Duration offset) {
    LONG.setVolatile(shared, 0, offset.toMillis());
  }
}
