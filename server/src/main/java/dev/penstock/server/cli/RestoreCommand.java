package dev.penstock.server.cli;

import dev.penstock.blob.Folders;
import dev.penstock.blob.TreeCopy;
import dev.penstock.server.backup.BackupNote;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.terminal.Words;
import dev.penstock.store.embedded.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restore}: a new data folder out of a back-up, which stays as it is. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a new data folder out of a back-up, which stays as it is.",
      "A server that is started on it goes on with what was open when the back-up began."
    })
final class RestoreCommand implements Callable<Integer> {
  @Parameters(paramLabel = "BACKUP", description = "The folder that backup has made.")
  Path backup = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "The new data folder; not there, or empty. Default: as serve would take it.")
  @Nullable Path data;

  private final Terminal terminal;

  RestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    BackupNote note =
        BackupNote.in(backup)
            .orElseThrow(
                () ->
                    new Complaint(
                        ExitCode.USAGE,
                        "'%s' is no back-up, or one that was never finished: it has no backup.json."
                            .formatted(backup)));
    Path target = data == null ? ConfigFlags.usual(terminal).data() : data;
    if (Files.exists(target) && !empty(target)) {
      throw new Complaint(
          ExitCode.USAGE,
          "'%s' is not empty. Restore into a new folder, then start the server on that."
              .formatted(target));
    }
    Path half = target.resolveSibling(target.getFileName() + ".half");
    Folders.delete(half);
    TreeCopy.copies(backup, half);
    Files.delete(half.resolve("backup.json"));
    check(half);
    Files.deleteIfExists(target);
    Folder.move(half, target);
    Folders.force(target);
    terminal
        .out()
        .printf(
            "%s holds what was there at %s: %s files, %s. Start a server on it: penstock serve --data"
                + " %s%n",
            target, note.begun(), Words.count(note.files()), Words.bytes(note.bytes()), target);
    return ExitCode.DONE.status();
  }

  private static boolean empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** Whether every database in the folder is whole. */
  private static void check(Path folder) throws IOException {
    List<Path> databases;
    try (Stream<Path> files = Files.walk(folder, 2)) {
      databases = files.filter(file -> file.toString().endsWith(".db")).toList();
    }
    for (Path database : databases) {
      Optional<String> damage = Picture.damage(database);
      if (damage.isPresent()) {
        Folders.delete(folder);
        throw new Complaint(
            ExitCode.IO,
            "The back-up is damaged: %s: %s. Nothing was restored; take an earlier one."
                .formatted(folder.relativize(database), damage.get()));
      }
    }
  }
}
