package dev.penstock.server.cli;

import dev.penstock.client.PenstockClient;
import dev.penstock.server.terminal.Table;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.terminal.Words;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code top}: the stages and the newest jobs, drawn again and again until Ctrl-C. */
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows the stages of a running server as they work, the latest ones first.")
final class TopCommand implements Callable<Integer> {
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";
  private static final long REDRAW_MILLIS = 1_000;
  private static final int JOBS = 8;

  @Mixin ServerOptions server = new ServerOptions();

  @Option(
      names = "--once",
      description = "Draws once and ends; so does output that is no terminal.")
  boolean once;

  private final Terminal terminal;

  TopCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return server.ask(terminal, this::show).status();
  }

  private ExitCode show(PenstockClient client) throws IOException, InterruptedException {
    boolean redraws = terminal.interactive() && !once;
    StopSignals.interruptThisThread(terminal);
    try {
      while (true) {
        String frame = frame(client.get("/v1/stages"), client.get("/v1/jobs?limit=" + JOBS));
        terminal.out().print(redraws ? HOME_AND_CLEAR + frame : frame);
        terminal.out().flush();
        if (!redraws) {
          return ExitCode.DONE;
        }
        Thread.sleep(REDRAW_MILLIS);
      }
    } catch (InterruptedException e) {
      // Ctrl-C is how one leaves it.
      return ExitCode.DONE;
    }
  }

  private static String frame(JsonNode stages, JsonNode jobs) {
    double limit = stages.path("lagLimitSeconds").asDouble();
    List<JsonNode> known = stages.path("stages").valueStream().toList();
    List<JsonNode> late = known.stream().filter(stage -> oldest(stage) > limit).toList();
    String say =
        late.isEmpty()
            ? "Everything keeps up."
            : late.stream().map(TopCommand::name).collect(Collectors.joining(", ")) + " behind.";
    return "%s%n%n%s%n%n%s%n"
        .formatted(
            say,
            String.join(System.lineSeparator(), stageTable(known).lines()),
            String.join(System.lineSeparator(), jobTable(jobs.path("jobs")).lines()));
  }

  private static Table stageTable(List<JsonNode> stages) {
    var table =
        Table.of(
            "stage", ">oldest", ">ready", ">running", ">delayed", ">dead", ">items/s", ">p95", "");
    stages.stream()
        .sorted(
            Comparator.comparingDouble(TopCommand::oldest)
                .thenComparingLong(stage -> stage.path("running").asLong())
                .reversed())
        .forEach(
            stage ->
                table.row(
                    name(stage),
                    seconds(oldest(stage)),
                    Words.count(stage.path("ready").asLong()),
                    Words.count(stage.path("running").asLong()),
                    Words.count(stage.path("delayed").asLong()),
                    Words.count(stage.path("dead").asLong()),
                    String.format(Locale.ROOT, "%,.1f", stage.path("itemsPerSecond").asDouble()),
                    stage.path("p95Seconds").isNull()
                        ? "-"
                        : seconds(stage.path("p95Seconds").asDouble()),
                    stage.path("paused").asBoolean() ? "paused" : ""));
    return table;
  }

  private static Table jobTable(JsonNode jobs) {
    var table = Table.of("job", "pipeline", "status", ">done", "what happened");
    for (JsonNode job : jobs) {
      boolean known = job.path("progress").isNumber();
      table.row(
          job.path("id").asString(),
          job.path("pipeline").asString(),
          job.path("status").asString(),
          known ? Math.round(job.path("progress").asDouble() * 100) + " %" : "-",
          job.path("summary").asString());
    }
    return table;
  }

  private static String name(JsonNode stage) {
    return stage.path("pipeline").asString() + "/" + stage.path("stage").asString();
  }

  private static double oldest(JsonNode stage) {
    return stage.path("oldestReadySeconds").asDouble();
  }

  private static String seconds(double seconds) {
    return Words.time(Duration.ofMillis(Math.round(seconds * 1_000)));
  }
}
