package dev.penstock.server.backup;

import dev.penstock.blob.Folders;
import dev.penstock.server.web.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code backup.json} says of a back-up. It is written last: a folder without it is none.
 *
 * @param begun the moment that the back-up is of
 * @param bytes of all files, those included that are links
 */
public record BackupNote(Instant begun, Instant ended, long files, long bytes) {
  private static final String FILE = "backup.json";
  private static final long LONGEST = 4096;

  /** The note in a folder; empty when it has none that can be read. */
  public static Optional<BackupNote> in(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    try {
      if (Files.size(file) > LONGEST) {
        return Optional.empty();
      }
      JsonNode note = JsonMapper.shared().readTree(Files.readAllBytes(file));
      return Optional.of(
          new BackupNote(
              Instant.parse(note.required("begun").asString()),
              Instant.parse(note.required("ended").asString()),
              note.required("files").asLong(),
              note.required("bytes").asLong()));
    } catch (NoSuchFileException | JacksonException | DateTimeException e) {
      // Not ours, or not finished: as good as none.
      return Optional.empty();
    }
  }

  /** Whether a file of a back-up is its note. */
  public static boolean isNote(Path file) {
    return file.endsWith(FILE);
  }

  /** Counts what lies in a folder. */
  static BackupNote of(Path folder, Instant begun, Instant ended) throws IOException {
    long[] sums = new long[2];
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sums[0]++;
            sums[1] += attributes.size();
            return FileVisitResult.CONTINUE;
          }
        });
    return new BackupNote(begun, ended, sums[0], sums[1]);
  }

  /** On the disk on return. */
  void write(Path folder) throws IOException {
    byte[] note =
        Json.bytes(
            json -> {
              json.writeStartObject();
              Json.moment(json, "begun", begun);
              Json.moment(json, "ended", ended);
              json.writeNumberProperty("files", files);
              json.writeNumberProperty("bytes", bytes);
              json.writeEndObject();
            });
    try (var file =
        FileChannel.open(
            folder.resolve(FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(note));
      file.force(true);
    }
    Folders.force(folder);
  }
}
