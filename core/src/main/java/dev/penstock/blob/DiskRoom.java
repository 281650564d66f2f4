package dev.penstock.blob;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much may still be written to a disk, of which a reserve is left to others. Thread-safe. */
public record DiskRoom(FileStore disk, long reserve) {
  /** The room on the disk of an existing folder. */
  public static DiskRoom of(Path folder, long reserve) throws IOException {
    return new DiskRoom(Files.getFileStore(folder), reserve);
  }

  /** Bytes left above the reserve; 0 when there are none. */
  public long left() throws IOException {
    return Math.max(0, disk.getUsableSpace() - reserve);
  }

  void check() throws IOException {
    check(1);
  }

  /**
   * Looks whether there is room for so many bytes.
   *
   * @throws StoreFullException when there is not
   */
  public void check(long bytes) throws IOException {
    if (left() < bytes) {
      throw full();
    }
  }

  /**
   * What a failed write amounts to. The words of the system depend on its language, so the free
   * space is asked as well.
   */
  IOException explain(IOException failure) throws IOException {
    String text = String.valueOf(failure.getMessage());
    boolean full =
        text.contains("No space left")
            || text.contains("quota exceeded")
            || disk.getUsableSpace() < Pieces.SIZE;
    if (!full) {
      return failure;
    }
    var named = full();
    named.initCause(failure);
    return named;
  }

  private StoreFullException full() throws IOException {
    return new StoreFullException(
        "%d bytes are free on %s, of which %d stay reserved"
            .formatted(disk.getUsableSpace(), disk.name(), reserve));
  }
}
