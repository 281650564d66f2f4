package dev.penstock.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Folders that survive a loss of power. What is synced in a folder is safe only once the folder's
 * own name is, and that is a change of the folder above it. Stateless.
 */
public final class Folders {
  private Folders() {}

  /**
   * Makes a folder, and those above it that are missing. On return its name is on the disk, also
   * when a process made the folder that was killed before it could say so.
   *
   * @throws IOException when something else has that name, or a folder cannot be made or synced
   */
  public static Path make(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent == null) {
      return folder;
    }
    if (Files.isDirectory(folder)) {
      forceAgain(parent);
    } else {
      make(parent);
      Files.createDirectories(folder);
      force(parent);
    }
    return folder;
  }

  /** The names in a folder are on the disk when this returns. */
  public static void force(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Deletes a folder with everything in it; one that is not there is deleted already. */
  public static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(emptied);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Whoever may use a folder may not always read the one above, which others made long ago. */
  private static void forceAgain(Path folder) throws IOException {
    try {
      force(folder);
    } catch (AccessDeniedException e) {
      return;
    }
  }
}
