package dev.penstock.server.cli;

import dev.penstock.blob.Folders;
import dev.penstock.blob.TreeCopy;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Whole folders on their way. */
final class Folder {
  private Folder() {}

  /** Gives a folder another name, on another disk too; on the disk on return. */
  static void move(Path folder, Path target) throws IOException {
    Path parent = target.toAbsolutePath().resolveSibling("");
    Folders.make(parent);
    try {
      Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException otherDisk) {
      TreeCopy.copies(folder, target);
      Folders.delete(folder);
    }
    Folders.force(parent);
  }
}
