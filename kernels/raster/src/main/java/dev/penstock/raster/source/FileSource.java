package dev.penstock.raster.source;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalLong;

/** A local file. Close it when done. Thread-safe. */
public final class FileSource implements RangeSource, AutoCloseable {
  private final FileChannel channel;
  private final String identity;
  private final long size;

  private FileSource(FileChannel channel, String identity, long size) {
    this.channel = channel;
    this.identity = identity;
    this.size = size;
  }

  /** Opens a file. */
  public static FileSource open(Path file) throws RasterException {
    try {
      long size = Files.size(file);
      String identity =
          "%s %d %s".formatted(file.toAbsolutePath(), size, Files.getLastModifiedTime(file));
      return new FileSource(FileChannel.open(file, StandardOpenOption.READ), identity, size);
    } catch (NoSuchFileException e) {
      throw new RasterException(Fault.NOT_FOUND, "There is no file " + file + ".");
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public byte[] read(long from, int length) throws RasterException {
    try {
      long left = Math.max(0, channel.size() - from);
      ByteBuffer into = ByteBuffer.allocate((int) Math.min(length, left));
      while (into.hasRemaining() && channel.read(into, from + into.position()) >= 0) {
        // A read may give less than there is.
      }
      return into.hasRemaining() ? Arrays.copyOf(into.array(), into.position()) : into.array();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.of(size);
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public void close() throws RasterException {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static RasterException unreadable(IOException e) {
    return new RasterException(Fault.UNREACHABLE, "The file cannot be read: " + e.getMessage());
  }
}
