package dev.penstock.server.cli;

import dev.penstock.client.PenstockClient;
import dev.penstock.server.terminal.Table;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.web.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code schedules}: the schedules of a running server, by id. */
@Command(
    name = "schedules",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists the schedules of a running server, by id.")
final class SchedulesCommand implements Callable<Integer> {
  private static final int PAGES = 1_000;

  @Mixin ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Prints one JSON document.")
  boolean json;

  private final Terminal terminal;

  SchedulesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<JsonNode> schedules = server.ask(terminal, SchedulesCommand::list);
    if (json) {
      terminal.out().println(new String(document(schedules), StandardCharsets.UTF_8));
    } else {
      print(schedules);
    }
    return ExitCode.DONE.status();
  }

  private static List<JsonNode> list(PenstockClient client)
      throws IOException, InterruptedException {
    var schedules = new ArrayList<JsonNode>();
    String next = "/v1/schedules?limit=100";
    for (int i = 0; i < PAGES && !next.isEmpty(); i++) {
      JsonNode page = client.get(next);
      page.path("schedules").forEach(schedules::add);
      next = page.path("links").path("next").asString("");
    }
    return schedules;
  }

  private static byte[] document(List<JsonNode> schedules) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("schedules");
          schedules.forEach(schedule -> json.writeRawValue(schedule.toString()));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void print(List<JsonNode> schedules) {
    var table =
        Table.of("schedule", "pipeline", "cron", "zone", "misfire", "next", "last job", "state");
    for (JsonNode schedule : schedules) {
      table.row(
          text(schedule, "id"),
          text(schedule, "pipeline"),
          text(schedule, "cron"),
          text(schedule, "zone"),
          text(schedule, "misfire"),
          text(schedule.path("next").path(0), "local"),
          text(schedule.path("last"), "job"),
          state(schedule));
    }
    if (table.isEmpty()) {
      terminal.out().println("There are no schedules.");
    } else {
      table.lines().forEach(terminal.out()::println);
    }
  }

  private static String state(JsonNode schedule) {
    JsonNode failing = schedule.path("failing");
    if (failing.isObject()) {
      return text(failing, "code");
    }
    return schedule.path("enabled").asBoolean(true) ? "on" : "off";
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }
}
