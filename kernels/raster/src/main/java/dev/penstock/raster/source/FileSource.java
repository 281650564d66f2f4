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

/** A local file. Close it when done. Thread-safe. */
public final class FileSource implements RangeSource, AutoCloseable {
  private final FileChannel channel;
  private final String identity;

  private FileSource(FileChannel channel, String identity) {
    this.channel = channel;
    this.identity = identity;
  }

  /** Opens a file. */
  public static FileSource open(Path file) throws RasterException {
    try {
      String identity =
          "%s %d %s"
              .formatted(file.toAbsolutePath(), Files.size(file), Files.getLastModifiedTime(file));
      return new FileSource(FileChannel.open(file, StandardOpenOption.READ), identity);
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
