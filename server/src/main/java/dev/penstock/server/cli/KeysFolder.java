package dev.penstock.server.cli;

import dev.penstock.access.KeyBook;
import dev.penstock.server.plant.DataFolder;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.store.embedded.registry.SqliteRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which data folder a command on keys works on. */
final class KeysFolder {
  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "The data folder. Default: as serve would take it.")
  @Nullable Path data;

  /** What is done with keys. */
  interface Use<T> {
    T of(KeyBook book) throws IOException;
  }

  /** The folder that is meant, whether it exists or not. */
  Path path(Terminal terminal) throws IOException {
    return data == null ? ConfigFlags.usual(terminal).data() : data;
  }

  /** On the keys of a folder that is made if there is none. */
  <T> T with(Terminal terminal, Use<T> use) throws IOException {
    try (var registry = SqliteRegistry.open(DataFolder.at(path(terminal)).registry())) {
      return use.of(registry.keys());
    }
  }

  /** On the keys of a folder that is there; one in which nobody has set up anything has none. */
  <T> T existing(Terminal terminal, T none, Use<T> use) throws IOException {
    Path path = path(terminal);
    if (!Files.exists(path)) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is no folder '%s': no server ran there. Name the data folder with --data."
              .formatted(path));
    }
    return Files.exists(path.resolve("registry")) || !Files.isDirectory(path)
        ? with(terminal, use)
        : none;
  }
}
