package dev.penstock.server.cli;

import dev.penstock.client.PenstockClient;
import dev.penstock.server.terminal.Table;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.terminal.Words;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** Dead letters for people: first counted by cause, then one by one. */
final class LetterTables {
  private LetterTables() {}

  /** Prints the dead letters of a filter, or as JSON those one by one. */
  static ExitCode show(
      PenstockClient client, LetterFilter filter, int limit, boolean json, Terminal terminal)
      throws IOException, InterruptedException {
    JsonNode letters = client.get("/v1/dead-letters" + filter.query() + "limit=" + limit);
    if (json) {
      terminal.out().println(letters);
      return ExitCode.DONE;
    }
    JsonNode groups = client.get("/v1/dead-letters/groups" + filter.query()).path("groups");
    if (groups.isEmpty()) {
      terminal.out().println("There are no dead letters.");
      return ExitCode.DONE;
    }
    groups(groups).lines().forEach(terminal.out()::println);
    terminal.out().println();
    letters(letters.path("deadLetters")).lines().forEach(terminal.out()::println);
    terminal.out().println();
    terminal.out().println("Try them again: penstock replay, with the same filters.");
    return ExitCode.DONE;
  }

  private static Table groups(JsonNode groups) {
    var table = Table.of("pipeline", "stage", "cause", ">chunks", ">items", ">jobs");
    for (JsonNode group : groups) {
      table.row(
          group.path("pipeline").asString(),
          group.path("stage").asString(),
          group.path("code").asString(),
          Words.count(group.path("chunks").asLong()),
          Words.count(group.path("items").asLong()),
          Words.count(group.path("jobs").asLong()));
    }
    return table;
  }

  private static Table letters(JsonNode letters) {
    var table = Table.of("job", "stage", ">chunk", ">items", ">attempts", "what happened");
    for (JsonNode letter : letters) {
      table.row(
          letter.path("job").asString(),
          letter.path("stage").asString(),
          Long.toString(letter.path("chunk").asLong()),
          Words.count(letter.path("items").asLong()),
          Words.count(letter.path("attempts").asLong() + letter.path("crashes").asLong()),
          letter.path("problem").path("detail").asString());
    }
    return table;
  }
}
