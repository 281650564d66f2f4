package dev.penstock.server.plant;

import dev.penstock.engine.EngineUnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One process has a data folder's stores open, also where the engine is shared by many. The lock is
 * the operating system's and ends with the process.
 */
final class StoreLock implements Closeable {
  /** Far from the text, so that others can read it where locks are mandatory. */
  private static final long LOCKED_BYTE = 1L << 40;

  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the stores of a folder.
   *
   * @throws EngineUnavailableException when another process has them, naming it
   */
  static StoreLock take(Path folder) throws IOException {
    Path file = folder.resolve("stores.lock");
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (!locked(channel)) {
        throw new EngineUnavailableException(
            "the stores in %s are in use by %s; one more process on this folder is a worker"
                .formatted(folder, Files.readString(file).strip()),
            new IOException("locked: " + file));
      }
      channel.truncate(0);
      String text = "process " + ProcessHandle.current().pid();
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      return new StoreLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
