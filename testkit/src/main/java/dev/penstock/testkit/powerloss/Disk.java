package dev.penstock.testkit.powerloss;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a disk has of the files under one folder while a recording is played, and what it has left
 * when the power goes. The model promises less than any file system in use does:
 *
 * <ul>
 *   <li>A sync of a file makes certain what was written to it, and its length, as they were when
 *       the sync began. It makes no name certain, not its own either.
 *   <li>A sync of a folder makes certain the names in it, as they were when the sync began. The
 *       folder's own name is one of the folder above.
 *   <li>Of everything else any part may be there or not, in any order: names each for itself (a
 *       rename is two: the old one gone, the new one there), sectors each for itself. A sector is
 *       512 or 4,096 bytes and is never torn.
 *   <li>Where a file grew and the bytes are not there, there are zeros or bytes of other files.
 * </ul>
 *
 * <p>The folder itself is there, and nothing else is to begin with. Used by one thread.
 */
public final class Disk {
  private final Path root;
  private final Predicate<Path> deaf;
  private final DiskFolder top = new DiskFolder();
  private final Map<Integer, Handle> open = new HashMap<>();
  private final Map<Long, Sync> syncs = new HashMap<>();
  private long time;

  private record Handle(DiskNode node, Path path) {}

  private record Sync(DiskNode node, Path path, long begun) {}

  /**
   * An empty disk.
   *
   * @param root the folder, as recorded
   * @param deaf whether the disk only says that it has synced a file or folder; paths are relative
   */
  Disk(Path root, Predicate<Path> deaf) {
    this.root = root;
    this.deaf = deaf;
  }

  /** Plays the next change. */
  void play(Change change) throws IOException {
    time++;
    switch (change) {
      case Change.Started() -> open.clear();
      case Change.Opened opened -> open(opened);
      case Change.Closed(int fd) -> open.remove(fd);
      case Change.Duplicated(int fd, int to) -> open.put(to, handle(fd));
      case Change.Written(int fd, long offset, byte[] bytes) -> file(fd).write(time, offset, bytes);
      case Change.Resized(int fd, long length) -> file(fd).resize(time, length);
      case Change.ResizedByName(Path path, long length) -> file(path).resize(time, length);
      case Change.Reserved(int fd, long length) -> file(fd).reserve(time, length);
      case Change.Mapped(int fd) -> file(fd).map();
      case Change.SyncBegun(int fd, long number) ->
          syncs.put(number, new Sync(handle(fd).node(), handle(fd).path(), time));
      case Change.SyncEnded(long number) -> synced(number);
      case Change.Renamed(Path from, Path to) -> rename(from, to);
      case Change.Linked(Path from, Path to) -> put(to, there(from));
      case Change.Unlinked(Path path) -> remove(path);
      case Change.FolderMade(Path path) -> put(path, new DiskFolder());
      case Change.FolderGone(Path path) -> remove(path);
      case Change.Acknowledged _ -> {}
      case Change.Unknown(String call) ->
          throw new IOException("the recording has a call that it does not understand: " + call);
    }
  }

  /** Writes what is left to a folder that does not exist yet. */
  void leaveAt(Path folder, Luck luck) throws IOException {
    top.leaveAt(folder, luck);
  }

  /** The files that are there while there is power. */
  Map<Path, DiskFile> files() {
    var files = new HashMap<Path, DiskFile>();
    collect(top, Path.of(""), files);
    return files;
  }

  private static void collect(DiskFolder folder, Path path, Map<Path, DiskFile> files) {
    folder
        .now()
        .forEach(
            (name, node) -> {
              switch (node) {
                case DiskFolder below -> collect(below, path.resolve(name), files);
                case DiskFile file -> files.put(path.resolve(name), file);
              }
            });
  }

  private void open(Change.Opened opened) throws IOException {
    DiskNode node = find(opened.path());
    if (node == null) {
      if (!opened.creating()) {
        throw new NoSuchFileException(opened.path() + " was opened, and nobody made it");
      }
      node = new DiskFile();
      put(opened.path(), node);
    } else if (opened.emptying() && node instanceof DiskFile file) {
      file.resize(time, 0);
    }
    open.put(opened.fd(), new Handle(node, root.relativize(opened.path())));
  }

  private void synced(long number) {
    Sync sync = syncs.remove(number);
    if (sync != null && !deaf.test(sync.path())) {
      sync.node().synced(sync.begun());
    }
  }

  private void rename(Path from, Path to) throws IOException {
    DiskNode node = there(from);
    // Two names of one file: POSIX says that nothing happens.
    if (find(to) != node) {
      put(to, node);
      remove(from);
    }
  }

  private void put(Path path, DiskNode node) throws IOException {
    folder(path.resolveSibling("")).put(time, name(path), node);
  }

  private void remove(Path path) throws IOException {
    folder(path.resolveSibling("")).remove(time, name(path));
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private DiskFile file(int fd) throws IOException {
    return file(handle(fd).node(), "descriptor " + fd);
  }

  private DiskFile file(Path path) throws IOException {
    return file(there(path), path.toString());
  }

  private static DiskFile file(DiskNode node, String what) throws IOException {
    if (node instanceof DiskFile file) {
      return file;
    }
    throw new IOException("a folder was written to: " + what);
  }

  private Handle handle(int fd) throws IOException {
    Handle handle = open.get(fd);
    if (handle == null) {
      throw new IOException("the recording does not say what descriptor " + fd + " is");
    }
    return handle;
  }

  private DiskFolder folder(Path path) throws IOException {
    if (there(path) instanceof DiskFolder folder) {
      return folder;
    }
    throw new IOException("not a folder: " + path);
  }

  private DiskNode there(Path path) throws IOException {
    DiskNode node = find(path);
    if (node == null) {
      throw new NoSuchFileException(path + " is used, and nobody made it");
    }
    return node;
  }

  private @Nullable DiskNode find(Path path) {
    DiskNode node = top;
    for (Path name : root.relativize(path)) {
      if (name.toString().isEmpty()) {
        continue;
      }
      node = node instanceof DiskFolder folder ? folder.find(name.toString()) : null;
    }
    return node;
  }
}
