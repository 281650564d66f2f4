package dev.penstock.server.cli;

import dev.penstock.client.PenstockClient;
import dev.penstock.server.backup.Backup;
import dev.penstock.server.backup.BackupNote;
import dev.penstock.server.backup.Backups;
import dev.penstock.server.plant.DataFolder;
import dev.penstock.server.plant.Plant;
import dev.penstock.server.plant.PlantSettings;
import dev.penstock.server.plant.RunningServer;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.terminal.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code backup}: a copy of a data folder, also while a server works on it. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a copy of a data folder that a server can go on from, also while one works on it.",
      "What was accepted before it began is in it. Bring it to another disk: on the same one it takes"
          + " hardly any room, and dies with it."
    })
final class BackupCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(200);

  @Mixin ServerOptions server = new ServerOptions();

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "Where to put it; made here. Default: in backups, in the data folder.")
  @Nullable Path to;

  private final Terminal terminal;

  BackupCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (to != null && Files.exists(to)) {
      throw new Complaint(
          ExitCode.USAGE, "'%s' is there already; --to makes a new folder.".formatted(to));
    }
    Path made = running() ? server.ask(terminal, this::ofServer) : ofFolder();
    if (to != null) {
      Folder.move(made, to);
      made = to;
    }
    BackupNote note = BackupNote.in(made).orElseThrow();
    terminal
        .out()
        .printf(
            "Back-up of %s: %s files, %s, in %s%n",
            note.begun(), Words.count(note.files()), Words.bytes(note.bytes()), made);
    return ExitCode.DONE.status();
  }

  private Path data() throws IOException {
    return server.data == null ? ConfigFlags.usual(terminal).data() : server.data;
  }

  private boolean running() throws IOException {
    if (server.url != null) {
      return true;
    }
    Path folder = data();
    if (!Files.isDirectory(folder)) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is no folder '%s'. Name the data folder with --data.".formatted(folder));
    }
    return RunningServer.in(DataFolder.at(folder)).map(RunningServer::alive).orElse(false);
  }

  private Path ofServer(PenstockClient client) throws IOException, InterruptedException {
    JsonNode begun = client.post("/v1/backups");
    String link = begun == null ? "" : begun.path("link").asString("");
    while (true) {
      JsonNode now = client.get(link);
      switch (now.path("status").asString("")) {
        case "running" -> Thread.sleep(LOOK);
        case "successful" -> {
          return Path.of(now.path("folder").asString());
        }
        default -> throw failed(now.path("detail").asString("it is gone"));
      }
    }
  }

  /** Nobody else has the folder open, or this is refused. */
  private Path ofFolder() throws IOException, InterruptedException {
    DataFolder data = DataFolder.at(data());
    try (Plant plant = Plant.open(data, PlantSettings.of(ConfigFlags.usual(terminal)))) {
      Backups backups =
          plant
              .backups()
              .orElseThrow(() -> failed("its jobs are in Redis, whose own back-up keeps them"));
      String name = "offline-" + Instant.now().toEpochMilli();
      backups.begin(name);
      while (true) {
        switch (backups.find(name).orElseThrow(() -> failed("it is gone"))) {
          case Backup.Running _ -> Thread.sleep(LOOK);
          case Backup.Made made -> {
            return made.folder();
          }
          case Backup.Failed lost -> throw failed(lost.problem().detail());
        }
      }
    }
  }

  private static Complaint failed(String why) {
    return new Complaint(ExitCode.IO, "There is no back-up: %s.".formatted(why));
  }
}
