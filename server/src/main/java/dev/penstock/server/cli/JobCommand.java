package dev.penstock.server.cli;

import dev.penstock.client.EventView;
import dev.penstock.client.JobView;
import dev.penstock.client.PenstockClient;
import dev.penstock.server.terminal.Table;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.terminal.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code job ID}: one job of a running server. */
@Command(
    name = "job",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows one job of a running server: counts, stages, results.")
final class JobCommand implements Callable<Integer> {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  @Mixin ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "ID", description = "The job's id, as submit and jobs show it.")
  String id = "";

  @ArgGroup(exclusive = true)
  View view = new View();

  @Option(names = "--json", description = "Prints one JSON document.")
  boolean json;

  private final Terminal terminal;

  JobCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What is shown of the job; without any of these, the job itself. */
  static final class View {
    @Option(names = "--watch", description = "Shows the job until it has ended.")
    boolean watch;

    @Option(names = "--events", description = "Shows the job's timeline.")
    boolean events;

    @Option(names = "--dead-letters", description = "Shows the chunks that gave up, and why.")
    boolean deadLetters;

    @Option(names = "--rejects", description = "Prints every rejected item, one JSON line each.")
    boolean rejects;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return server.ask(terminal, this::show).status();
  }

  private ExitCode show(PenstockClient client) throws IOException, InterruptedException {
    if (view.events) {
      events(client);
      return ExitCode.DONE;
    }
    if (view.rejects) {
      rejects(client);
      return ExitCode.DONE;
    }
    if (view.deadLetters) {
      client.job(id); // an unknown one is said to be so
      return LetterTables.show(client, LetterFilter.ofJob(id), 100, json, terminal);
    }
    JobView job = view.watch ? JobWatch.untilEnd(client, id, terminal) : client.job(id);
    if (json) {
      terminal.out().println(job.json());
    } else {
      print(job);
    }
    return view.watch ? JobWatch.status(job, false) : ExitCode.DONE;
  }

  private void events(PenstockClient client) throws IOException, InterruptedException {
    if (json) {
      terminal.out().println(timeline(client));
      return;
    }
    List<EventView> page = client.events(id, 0);
    while (!page.isEmpty()) {
      page.forEach(this::print);
      page = client.events(id, page.getLast().seq());
    }
  }

  private void print(EventView event) {
    terminal
        .out()
        .printf("%s %s %s%n", CLOCK.format(event.at()), event.anomaly() ? "!" : " ", event.text());
  }

  /** All pages as one document of the form of a page. */
  private ObjectNode timeline(PenstockClient client) throws IOException, InterruptedException {
    ObjectNode all = JsonMapper.shared().createObjectNode();
    ArrayNode events = all.putArray("events");
    String next = "/v1/jobs/" + id + "/events";
    while (!next.isEmpty()) {
      JsonNode page = client.get(next);
      page.path("events").forEach(events::add);
      next = page.path("links").path("next").asString("");
    }
    return all;
  }

  private void rejects(PenstockClient client) throws IOException, InterruptedException {
    Path lines = Files.createTempFile("penstock-rejects-", ".geojsonl");
    try {
      client.rejects(id, lines);
      Files.copy(lines, terminal.out());
      terminal.out().flush();
    } finally {
      Files.delete(lines);
    }
  }

  private void print(JobView job) {
    var out = terminal.out();
    out.println(
        "%s  %s  %s  %s"
            .formatted(job.id(), job.status(), job.identity().pipeline(), job.identity().name())
            .stripTrailing());
    out.println(job.report().summary());
    if (job.json().path("eta").has("seconds")) {
      out.printf("About %.0f s left.%n", job.json().path("eta").path("seconds").asDouble());
    }
    out.println();
    var table =
        Table.of("stage", ">chunks", ">done", ">dead", ">retries", ">ok", ">repaired", ">rejected");
    for (JobView.StageView stage : job.stages()) {
      table.row(
          stage.stage(),
          Words.count(stage.chunks().total()),
          Words.count(stage.chunks().done()),
          Words.count(stage.chunks().dead()),
          Words.count(stage.retries()),
          Words.count(stage.items().ok()),
          Words.count(stage.items().repaired()),
          Words.count(stage.items().rejected()));
    }
    table.lines().forEach(out::println);
    for (JobView.ResultView result : job.report().results()) {
      out.printf("%nresult  %s  %s", result.name(), result.href());
    }
    out.println();
    if (job.ended() && job.counts().rejected() > 0) {
      out.printf(
          "%nItems were rejected. Look: penstock job %s --rejects; send them again, edited or as they were: penstock replay --rejects %s%n",
          job.id(), job.id());
    }
    if (job.stages().stream().anyMatch(stage -> stage.chunks().dead() > 0)) {
      out.printf("%nChunks gave up. What happened: penstock job %s --dead-letters%n", job.id());
    }
  }
}
