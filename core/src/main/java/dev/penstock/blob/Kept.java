package dev.penstock.blob;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** The published files of a {@link FileBlobStore}, each at the path that its key spells. */
final class Kept {
  private static final int MOST_TRIES = 100;

  /** Folders whose names we remember to be on the disk; to force one again costs a sync. */
  private static final int MOST_DURABLE = 4_096;

  private final Path root;

  /** The least recently used one is forgotten. Guarded by this. */
  private final Map<Path, Boolean> durable =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
          return size() > MOST_DURABLE;
        }
      };

  /** Many may place files while nobody removes a folder, and the other way round. */
  private final Lock placing;

  private final Lock removingFolder;

  private Kept(Path root) {
    this.root = root;
    var lock = new ReentrantReadWriteLock();
    this.placing = lock.readLock();
    this.removingFolder = lock.writeLock();
  }

  static Kept in(Path folder) throws IOException {
    Folders.make(folder);
    var kept = new Kept(folder.resolve("kept"));
    kept.makeFolder(kept.root);
    return kept;
  }

  /** Where a key's file lies. Inside the root: no segment of a key begins with a dot. */
  Path path(String key) {
    return root.resolve(BlobKeys.check(key));
  }

  /**
   * Moves a file that is on disk to its key, replacing what is there, and makes the move durable.
   */
  void place(Path file, String key) throws IOException {
    Path target = path(key);
    Path folder = target.resolveSibling("");
    for (int tries = 1; ; tries++) {
      placing.lock();
      try {
        makeFolder(folder);
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        break;
      } catch (NoSuchFileException e) {
        // A deleteAll in another process took the folder away in between.
        if (tries == MOST_TRIES || Files.notExists(file)) {
          throw e;
        }
      } finally {
        placing.unlock();
      }
    }
    try {
      Folders.force(folder);
    } catch (NoSuchFileException e) {
      // A deleteAll came right behind us and took the blob with its folder, which is its right.
      return;
    }
  }

  /**
   * Under a lock, so that whoever finds a folder made also finds it durable. One that we find made
   * and know nothing of may be that of a process that was killed before it could force it.
   */
  private synchronized void makeFolder(Path folder) throws IOException {
    if (durable.containsKey(folder) && Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.resolveSibling("");
    if (!folder.equals(root)) {
      makeFolder(parent);
    }
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      // Ours or another process's; a file of that name is a key that another key continues.
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    Folders.force(parent);
    durable.put(folder, true);
  }

  /** Not forced: what comes back after a power loss belongs to no job and is found by owner. */
  int deleteAll(String prefix) throws IOException {
    var deletion = new Deletion(removingFolder);
    Files.walkFileTree(path(prefix), deletion);
    return deletion.blobs;
  }

  void copyTo(Path folder) throws IOException {
    TreeCopy.links(root, folder);
  }

  List<String> owners(String prefix) throws IOException {
    var owners = new ArrayList<String>();
    try (var children = Files.newDirectoryStream(path(prefix))) {
      for (Path child : children) {
        if (holdsBlob(child)) {
          owners.add(child.getFileName().toString());
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    owners.sort(null);
    return owners;
  }

  /** A crash between making a folder and moving a file into it leaves an empty one. */
  private static boolean holdsBlob(Path path) throws IOException {
    try (var below = Files.newDirectoryStream(path)) {
      for (Path child : below) {
        if (holdsBlob(child)) {
          return true;
        }
      }
      return false;
    } catch (NotDirectoryException e) {
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Deletes files and emptied folders, beside others who delete and publish. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    final Lock removingFolder;
    int blobs;

    Deletion(Lock removingFolder) {
      this.removingFolder = removingFolder;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (Files.deleteIfExists(file)) {
        blobs++;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      removingFolder.lock();
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException e) {
        // Somebody published here after we looked; that blob came after this call and stays.
        return FileVisitResult.CONTINUE;
      } finally {
        removingFolder.unlock();
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
