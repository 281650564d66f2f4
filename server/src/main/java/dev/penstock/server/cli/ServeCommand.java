package dev.penstock.server.cli;

import dev.penstock.server.config.Fleet;
import dev.penstock.server.config.ServerSettings;
import dev.penstock.server.logging.Logging;
import dev.penstock.server.plant.DataFolder;
import dev.penstock.server.plant.Plant;
import dev.penstock.server.plant.PlantSettings;
import dev.penstock.server.plant.Served;
import dev.penstock.server.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code serve}: the server, until somebody stops it. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Serves the HTTP API on a data folder, until Ctrl-C or SIGTERM.",
      "Jobs that were interrupted, by whatever, go on at the next start."
    })
final class ServeCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  private final Terminal terminal;

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** A worker has no HTTP: its chunks come from the engine, and what it did is seen there. */
  private Integer work(DataFolder data, ServerSettings settings)
      throws IOException, InterruptedException {
    try (Plant plant = Plant.open(data, PlantSettings.of(settings)).start()) {
      StopSignals.check();
      terminal
          .out()
          .printf(
              "Penstock works on %s, blobs in %s. Ctrl-C stops it.%n",
              settings.fleet().named(), data.path());
      terminal.out().flush();
      StopSignals.await();
      terminal.err().printf("Stopping; what runs has %s to finish.%n", settings.grace());
      plant.stop(settings.grace());
    }
    return ExitCode.DONE.status();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    StopSignals.interruptThisThread(terminal);
    var parsed = spec.commandLine().getParseResult();
    ServerSettings settings = ConfigFlags.settings(ConfigFlags.effective(parsed, terminal));
    if (!parsed.hasMatchedOption("--verbose")) {
      Logging.forServer();
    }
    DataFolder data = DataFolder.at(settings.data());
    if (settings.fleet().role() == Fleet.Role.WORKER) {
      return work(data, settings);
    }
    try (Served server = Served.start(data, PlantSettings.of(settings), settings.http())) {
      StopSignals.check();
      terminal
          .out()
          .printf("Penstock serves %s, data in %s. Ctrl-C stops it.%n", server.url(), data.path());
      String open = server.interrupted().sentence();
      if (!open.isEmpty()) {
        terminal.out().println(open);
      }
      terminal.out().flush();
      StopSignals.await();
      terminal.err().printf("Stopping; what runs has %s to finish.%n", settings.grace());
      server.stop(settings.grace());
    }
    return ExitCode.DONE.status();
  }
}
