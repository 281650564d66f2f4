package dev.penstock.server.intake;

import dev.penstock.job.JobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Uploads in a folder: a note and the bytes so far for each. What a method has written is on the
 * disk when it returns. One upload is written by one thread at a time, which the caller sees to.
 */
final class UploadFiles {
  private final Path folder;

  UploadFiles(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  private Path note(JobId id) {
    return folder.resolve(id + ".json");
  }

  /** Where the bytes are. */
  Path bytes(JobId id) {
    return folder.resolve(id + ".part");
  }

  void begin(Upload upload) throws IOException {
    Files.write(bytes(upload.id()), new byte[0]);
    keep(upload);
  }

  /** Writes the note, whole or not at all. */
  void keep(Upload upload) throws IOException {
    Path fresh = folder.resolve(upload.id() + ".new");
    try (var file =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer note = ByteBuffer.wrap(UploadJson.bytes(upload));
      while (note.hasRemaining()) {
        file.write(note);
      }
      file.force(true);
    }
    Files.move(
        fresh,
        note(upload.id()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    force(folder);
  }

  private static void force(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** An upload of this tenant; another tenant's is as good as none. */
  Optional<Upload> find(String tenant, JobId id) throws IOException {
    try {
      Upload upload = UploadJson.read(Files.readAllBytes(note(id)));
      return upload.tenant().equals(tenant) ? Optional.of(upload) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** How much of it is there. */
  long offset(Upload upload) throws IOException {
    return upload.job().isPresent() ? upload.length() : Files.size(bytes(upload.id()));
  }

  /** The bytes, to write more behind them; {@link FileChannel#force} before they are counted. */
  FileChannel append(JobId id) throws IOException {
    return FileChannel.open(bytes(id), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  /** Forgets the bytes: the job has them. */
  void settled(Upload upload) throws IOException {
    keep(upload);
    Files.deleteIfExists(bytes(upload.id()));
  }

  void remove(JobId id) throws IOException {
    Files.deleteIfExists(note(id));
    Files.deleteIfExists(bytes(id));
  }

  /** Removes what was begun before a time; how much that was. */
  int expire(Instant before) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(folder, "*.json")) {
      for (Path note : notes) {
        String name = String.valueOf(note.getFileName()).replace(".json", "");
        if (JobId.isJobId(name) && new JobId(name).made().isBefore(before)) {
          remove(new JobId(name));
          removed++;
        }
      }
    }
    return removed;
  }
}
