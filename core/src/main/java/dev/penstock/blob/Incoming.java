package dev.penstock.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Where one opened store puts what is not published yet: a folder of its own, held by a locked file
 * beside it. The system drops the lock with the process, however that ended, and so tells the next
 * one whose folders are residue.
 */
final class Incoming implements AutoCloseable {
  private static final String LOCK = ".lock";

  /**
   * Locks that this process holds. To look at one of them from here would lose it: closing any
   * channel on a file drops all of a process's locks on it (POSIX).
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final Path lock;
  private final FileChannel held;
  private final AtomicLong files = new AtomicLong();

  private Incoming(Path folder, Path lock, FileChannel held) {
    this.folder = folder;
    this.lock = lock;
    this.held = held;
  }

  /** Clears away what processes that are gone left behind, and starts a folder. */
  static Incoming open(Path root) throws IOException {
    Files.createDirectories(root);
    // One at a time over all processes: else a lock file that is made but not locked yet would
    // look like residue to another one.
    Path door = root.toRealPath().resolve("door" + LOCK);
    synchronized (OURS) {
      try (var channel =
          FileChannel.open(door, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        clear(door);
        return start(door.resolveSibling(""));
      }
    }
  }

  private static Incoming start(Path root) throws IOException {
    String name = UUID.randomUUID().toString();
    Path folder = Files.createDirectory(root.resolve(name));
    Path lock = root.resolve(name + LOCK);
    var held = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    held.lock();
    OURS.add(lock);
    return new Incoming(folder, lock, held);
  }

  private static void clear(Path door) throws IOException {
    for (Path path : children(door.resolveSibling(""))) {
      String name = path.getFileName().toString();
      Path lock = name.endsWith(LOCK) ? path : path.resolveSibling(name + LOCK);
      if (!lock.equals(door) && !isHeld(lock)) {
        delete(path);
      }
    }
  }

  private static boolean isHeld(Path lock) throws IOException {
    if (OURS.contains(lock)) {
      return true;
    }
    try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      for (Path file : children(path)) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(path);
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    }
  }

  /** A path that nobody else uses. */
  Path newFile() {
    return folder.resolve(Long.toString(files.incrementAndGet()));
  }

  /** What writers left open stays until the next store is opened here. */
  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(folder);
      Files.deleteIfExists(lock);
    } catch (DirectoryNotEmptyException e) {
      // The lock file stays with the folder; unlocked, it marks both as residue.
    } finally {
      held.close();
      OURS.remove(lock);
    }
  }
}
