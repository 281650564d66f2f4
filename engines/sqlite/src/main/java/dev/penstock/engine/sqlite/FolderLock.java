package dev.penstock.engine.sqlite;

import dev.penstock.engine.EngineUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One process owns an engine's folder. The lock is the operating system's and ends with the
 * process, however it ends; the text in the file only says whose it is.
 */
final class FolderLock implements AutoCloseable {
  /** Far from the text, so that others can read it where locks are mandatory. */
  private static final long LOCKED_BYTE = 1L << 40;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @throws EngineUnavailableException when somebody else holds it, naming the process
   */
  static FolderLock take(Path folder) throws IOException {
    Path file = folder.resolve("engine.lock");
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) {
        throw new EngineUnavailableException(
            "the engine in %s is in use by %s".formatted(folder, holder(file)),
            new IOException("locked: " + file));
      }
      sign(channel);
      return new FolderLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      // This very process has it open already: for the caller the same as any other holder.
      return null;
    }
  }

  private static String holder(Path file) throws IOException {
    String text = Files.readString(file).strip();
    return text.isEmpty() ? "a process that is just starting" : text;
  }

  private static void sign(FileChannel channel) throws IOException {
    ProcessHandle self = ProcessHandle.current();
    Instant started = self.info().startInstant().orElseGet(Instant::now);
    String text = "process %d, started %s%n".formatted(self.pid(), started);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
