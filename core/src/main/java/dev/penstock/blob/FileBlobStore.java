package dev.penstock.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Blobs as plain files. What is being written lies in {@code <folder>/incoming}, what was published
 * in {@code <folder>/kept/<key>}. Several processes may share a folder; each clears away what dead
 * ones left unpublished. Because a key is a path, no key may continue another one: {@code jobs/1}
 * and {@code jobs/1/payload} cannot both be blobs.
 *
 * <p>A full read of a blob with a CRC-32C digest fails with {@link BlobMissingException} when the
 * bytes are not the ones that were written.
 */
public final class FileBlobStore implements BlobStore, LocalBlobs {
  /**
   * How the store treats its disk.
   *
   * @param reserve bytes that stay free for everybody else; below that, {@link StoreFullException}
   * @param slice bytes after which a part is forced to disk while the next one is received
   */
  public record Settings(long reserve, int slice) {
    public static final Settings DEFAULT = new Settings(512L << 20, 2 << 20);

    public Settings {
      if (reserve < 0 || slice < 1) {
        throw new IllegalArgumentException(
            "need reserve >= 0 and slice >= 1, was %d and %d".formatted(reserve, slice));
      }
    }
  }

  private final Incoming incoming;
  private final Kept kept;
  private final DiskRoom room;
  private final int slice;
  private final ExecutorService forcing;

  /** Many may delete at once while nobody keeps all. */
  private final ReadWriteLock keeping = new ReentrantReadWriteLock();

  private FileBlobStore(Incoming incoming, Kept kept, DiskRoom room, int slice) {
    this.incoming = incoming;
    this.kept = kept;
    this.room = room;
    this.slice = slice;
    // One thread for each writer with a slice on its way; they go when the writers do.
    this.forcing =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("penstock-blob-force-", 0).factory());
  }

  /** Opens the store, making the folder when there is none. */
  public static FileBlobStore open(Path folder, Settings settings) throws IOException {
    var kept = Kept.in(folder.toAbsolutePath());
    var room = DiskRoom.of(folder, settings.reserve());
    return new FileBlobStore(
        Incoming.open(folder.toAbsolutePath().resolve("incoming")), kept, room, settings.slice());
  }

  @Override
  public BlobWriter create(String key, Hashing hashing) throws IOException {
    BlobKeys.check(key);
    room.check();
    var bytes = new SlicedFile(incoming.newFile(), slice, room, forcing);
    return new FileBlobWriter(key, bytes, Checksum.of(hashing), kept);
  }

  @Override
  public BlobRef adopt(String key, Path file) throws IOException {
    BlobKeys.check(key);
    Path real = file.toRealPath();
    Path link = incoming.newFile();
    try {
      Files.createLink(link, real);
    } catch (UnsupportedOperationException | FileSystemException e) {
      // Another file system, or one without links: the copy says what else may be wrong.
      return copy(key, real);
    }
    try (var channel = FileChannel.open(link, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var checksum = Checksum.of(Hashing.DAMAGE);
      long length = checksum.updateAll(channel);
      channel.force(true);
      kept.place(link, key);
      return new BlobRef(key, length, checksum.digest());
    } finally {
      // Still there after a failure, and where the key was another link of the same file already:
      // moving one onto the other is no move at all (POSIX).
      Files.deleteIfExists(link);
    }
  }

  private BlobRef copy(String key, Path file) throws IOException {
    try (var from = FileChannel.open(file, StandardOpenOption.READ);
        var to = create(key, Hashing.DAMAGE)) {
      Pieces.forEach(from, to::write);
      return to.publish();
    }
  }

  @Override
  public Path file(BlobRef blob) {
    return kept.path(blob.key());
  }

  @Override
  public InputStream open(BlobRef blob, long offset, long length) throws IOException {
    return BlobInput.open(file(blob), blob, offset, length);
  }

  @Override
  public int deleteAll(String prefix) throws IOException {
    BlobKeys.check(prefix);
    keeping.readLock().lock();
    try {
      return kept.deleteAll(prefix);
    } finally {
      keeping.readLock().unlock();
    }
  }

  /** Runs work during which this process deletes no blob: deletions wait for its end. */
  public void keepingAll(Copying work) throws IOException {
    keeping.writeLock().lock();
    try {
      work.run();
    } finally {
      keeping.writeLock().unlock();
    }
  }

  /**
   * Puts every published blob into another folder, which then is a blob store's: as a link where
   * the file system has links and it is the same one, else as a copy. Durable on return. What is
   * published or deleted meanwhile may be there or not; see {@link #keepingAll}.
   */
  public void copyTo(Path folder) throws IOException {
    kept.copyTo(Folders.make(folder.resolve("kept")));
  }

  /** Work that must find all blobs that there are at its beginning. */
  @FunctionalInterface
  public interface Copying {
    void run() throws IOException;
  }

  @Override
  public List<String> owners(String prefix) throws IOException {
    return kept.owners(BlobKeys.check(prefix));
  }

  @Override
  public long room() throws IOException {
    return room.left();
  }

  @Override
  public void close() throws IOException {
    forcing.shutdown();
    incoming.close();
  }
}
