package dev.penstock.store.embedded;

import dev.penstock.blob.Folders;
import dev.penstock.job.JobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** The folder of part files, and which of them are not published. Thread-safe. */
final class PartFolder {
  private static final String HALF = ".tmp";
  private final Path folder;
  private final ByteBuffer template;
  private final Set<PartName> staged = new ConcurrentSkipListSet<>();

  /** Opens the folder and drops half-made files: no rows are in those. */
  PartFolder(Path folder) throws IOException, SQLException {
    this.folder = Folders.make(folder);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.contains(HALF)) {
          Files.delete(file);
        } else {
          PartName.ofFile(name).ifPresent(staged::add);
        }
      }
    }
    this.template = template();
  }

  private ByteBuffer template() throws IOException, SQLException {
    Path file = folder.resolve("template" + HALF);
    try (Sqlite empty = Sqlite.open(file, "journal_mode = OFF", "synchronous = OFF")) {
      empty.script(Sqlite.resource("part.sql"));
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  Path file(PartName part) {
    return folder.resolve(part.file());
  }

  boolean has(PartName part) {
    return Files.exists(file(part));
  }

  /**
   * Makes an empty part. Its bytes are on disk on return; its name is once the first transaction in
   * it has synced the folder for its journal.
   */
  void create(PartName part) throws IOException {
    Path half = folder.resolve(part.file() + HALF);
    try {
      copyTemplate(half);
      staged.add(part);
      Files.move(half, file(part), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException broken) {
      Files.deleteIfExists(half);
      throw broken;
    }
  }

  private void copyTemplate(Path file) throws IOException {
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = template.duplicate();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** An empty file that goes at the next start, if it is still there. */
  Path scratch() throws IOException {
    return Files.createTempFile(folder, "scratch-", HALF);
  }

  /** The part is in the catalog from now on. */
  void published(PartName part) {
    staged.remove(part);
  }

  void delete(PartName part) throws IOException {
    Files.deleteIfExists(file(part));
    Files.deleteIfExists(folder.resolve(part.file() + "-journal"));
    staged.remove(part);
  }

  /** Parts that are not in the catalog, in their order. */
  List<PartName> staged() {
    return List.copyOf(staged);
  }

  List<PartName> staged(JobId job) {
    return staged.stream().filter(part -> part.job().equals(job)).toList();
  }
}
