package dev.penstock.blob;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A new file that reaches the disk while it is written. After each slice another thread forces what
 * is there, and writing goes on; it waits only when the slice before is not on disk yet. So at most
 * two slices are in memory but not on disk, however fast the bytes come. Written by one thread.
 */
final class SlicedFile {
  private final Path path;
  private final FileChannel channel;
  private final int slice;
  private final DiskRoom room;
  private final Executor forcing;
  private long length;
  private long forcedUpTo;
  private @Nullable FutureTask<@Nullable Void> underWay;

  SlicedFile(Path path, int slice, DiskRoom room, Executor forcing) throws IOException {
    this.path = path;
    this.slice = slice;
    this.room = room;
    this.forcing = forcing;
    this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  Path path() {
    return path;
  }

  long length() {
    return length;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Takes all remaining bytes, at most a piece. Any failure leaves this good only to discard. */
  void write(ByteBuffer piece) throws IOException {
    try {
      while (piece.hasRemaining()) {
        length += channel.write(piece);
      }
      if (length - forcedUpTo >= slice) {
        awaitForced();
        room.check();
        startForcing();
      }
    } catch (StoreFullException e) {
      throw e;
    } catch (IOException e) {
      throw room.explain(e);
    }
  }

  /** Forces the rest to disk and closes the file. */
  void finish() throws IOException {
    try {
      awaitForced();
      channel.force(false);
      channel.close();
    } catch (IOException e) {
      throw room.explain(e);
    }
  }

  void discard() throws IOException {
    // A force that is under way ends with an exception that nobody asks for any more.
    channel.close();
    Files.deleteIfExists(path);
  }

  private void startForcing() {
    var task =
        new FutureTask<@Nullable Void>(
            () -> {
              channel.force(false);
              return null;
            });
    underWay = task;
    forcedUpTo = length;
    forcing.execute(task);
  }

  private void awaitForced() throws IOException {
    if (underWay == null) {
      return;
    }
    try {
      underWay.get();
      underWay = null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a slice went to disk");
    } catch (ExecutionException e) {
      // Only a force throws here; its words tell a full disk from a broken one.
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
    }
  }
}
