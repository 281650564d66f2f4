package dev.penstock.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Puts every file of a tree into another one. Every folder is on the disk when it is done. What
 * goes away meanwhile is left out.
 */
public final class TreeCopy extends SimpleFileVisitor<Path> {
  private final Path from;
  private final Path to;
  private final Way way;

  /** What becomes of one file. */
  @FunctionalInterface
  private interface Way {
    void take(Path file, Path target) throws IOException;
  }

  private TreeCopy(Path from, Path to, Way way) {
    this.from = from;
    this.to = to;
    this.way = way;
  }

  /** Of files that nobody writes to again: as links where the file system has them. */
  public static void links(Path from, Path to) throws IOException {
    Files.walkFileTree(from, new TreeCopy(from, to, TreeCopy::linkOrCopy));
  }

  /** Of files that go ways of their own from then on. */
  public static void copies(Path from, Path to) throws IOException {
    Files.walkFileTree(from, new TreeCopy(from, to, TreeCopy::copy));
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    Files.createDirectories(there(folder));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    try {
      way.take(file, there(file));
    } catch (NoSuchFileException gone) {
      if (Files.exists(file)) {
        throw gone;
      }
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
    Folders.force(there(folder));
    return FileVisitResult.CONTINUE;
  }

  private Path there(Path path) {
    return to.resolve(from.relativize(path).toString());
  }

  /** One file, replacing what is there; a copy is on the disk on return, its name is not. */
  public static void linkOrCopy(Path file, Path target) throws IOException {
    Files.deleteIfExists(target);
    try {
      Files.createLink(target, file);
    } catch (NoSuchFileException gone) {
      throw gone;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // Another file system, or one without links.
      copy(file, target);
    }
  }

  /** A file of its own, whatever becomes of the first; on the disk on return, its name is not. */
  public static void copy(Path file, Path target) throws IOException {
    try (var in = FileChannel.open(file, StandardOpenOption.READ);
        var out =
            FileChannel.open(
                target,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      long length = in.size();
      for (long at = 0; at < length; ) {
        long moved = in.transferTo(at, length - at, out);
        if (moved == 0) {
          throw new IOException("%s became shorter while it was copied".formatted(file));
        }
        at += moved;
      }
      out.force(true);
    }
  }
}
