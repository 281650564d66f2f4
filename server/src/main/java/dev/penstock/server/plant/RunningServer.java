package dev.penstock.server.plant;

import dev.penstock.server.web.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The note that a server leaves in its data folder, so that commands find it. A note may outlive
 * its server when that was killed: {@link #alive} tells.
 */
public record RunningServer(long pid, URI url, Instant started) {
  private static final long LONGEST = 4096;

  /** The note of this process. */
  public static RunningServer here(URI url) {
    return new RunningServer(ProcessHandle.current().pid(), url, Instant.now());
  }

  /** The note in a folder; empty when there is none, or nothing that can be read as one. */
  public static Optional<RunningServer> in(DataFolder data) throws IOException {
    Path file = data.serverFile();
    try {
      if (Files.size(file) > LONGEST) {
        return Optional.empty();
      }
      JsonNode note = JsonMapper.shared().readTree(Files.readAllBytes(file));
      return Optional.of(
          new RunningServer(
              note.required("pid").asLong(),
              URI.create(note.required("url").asString()),
              Instant.parse(note.required("started").asString())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
      // Not ours, or from a version that wrote something else: as good as none.
      return Optional.empty();
    }
  }

  /** Whether its process still runs. */
  public boolean alive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Writes the note, whole or not at all. */
  void write(DataFolder data) throws IOException {
    byte[] note =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeNumberProperty("pid", pid);
              json.writeStringProperty("url", url.toString());
              json.writeStringProperty("started", started.toString());
              json.writeEndObject();
            });
    Path fresh = data.path().resolve("server.json.new");
    try (var file =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(note));
      file.force(true);
    }
    Files.move(
        fresh,
        data.serverFile(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  static void erase(DataFolder data) throws IOException {
    Files.deleteIfExists(data.serverFile());
  }
}
