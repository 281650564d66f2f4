package dev.penstock.server.cli;

import dev.penstock.client.PenstockClient;
import dev.penstock.server.terminal.Table;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.terminal.Words;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code stages}: how every stage stands; pauses and resumes one. */
@Command(
    name = "stages",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows every stage of a running server, and how long its work waits.")
final class StagesCommand implements Callable<Integer> {
  @Mixin ServerOptions server = new ServerOptions();

  @ArgGroup(exclusive = true)
  Change change = new Change();

  @Option(names = "--json", description = "Prints one JSON document.")
  boolean json;

  private final Terminal terminal;

  StagesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What is done before they are shown. */
  static final class Change {
    @Option(
        names = "--pause",
        paramLabel = "PIPELINE/STAGE",
        description = "Holds this stage: none of its chunks start any more; what runs goes on.")
    @Nullable String pause;

    @Option(
        names = "--resume",
        paramLabel = "PIPELINE/STAGE",
        description = "Lets a held stage go on.")
    @Nullable String resume;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return server.ask(terminal, this::show).status();
  }

  private ExitCode show(PenstockClient client) throws IOException, InterruptedException {
    if (change.pause != null) {
      client.post(path(change.pause) + "/pause");
    }
    if (change.resume != null) {
      client.post(path(change.resume) + "/resume");
    }
    JsonNode stages = client.get("/v1/stages");
    if (json) {
      terminal.out().println(stages);
    } else {
      table(stages.path("stages")).lines().forEach(terminal.out()::println);
    }
    return ExitCode.DONE;
  }

  private static String path(String stage) {
    if (!stage.matches("[a-z0-9-]+/[a-z0-9-]+")) {
      throw new Complaint(
          ExitCode.USAGE, "'%s' is no stage; one looks like geometry/refine.".formatted(stage));
    }
    return "/v1/stages/" + stage;
  }

  private static Table table(JsonNode stages) {
    var table = Table.of("stage", ">ready", ">delayed", ">running", ">dead", ">oldest waits", "");
    for (JsonNode stage : stages) {
      table.row(
          stage.path("pipeline").asString() + "/" + stage.path("stage").asString(),
          Words.count(stage.path("ready").asLong()),
          Words.count(stage.path("delayed").asLong()),
          Words.count(stage.path("running").asLong()),
          Words.count(stage.path("dead").asLong()),
          String.format(Locale.ROOT, "%.1f s", stage.path("oldestReadySeconds").asDouble()),
          stage.path("paused").asBoolean() ? "paused" : "");
    }
    return table;
  }
}
