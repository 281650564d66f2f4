package dev.penstock.server.cli;

import dev.penstock.server.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dead-letters}: the chunks that gave up, grouped by what they died of, and one by one. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists the chunks that gave up: first counted by cause, then one by one.")
final class DeadLettersCommand implements Callable<Integer> {
  @Mixin ServerOptions server = new ServerOptions();
  @Mixin LetterFilter filter = new LetterFilter();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many one by one. Default: 20.")
  int limit;

  @Option(names = "--json", description = "Prints one JSON document: those one by one.")
  boolean json;

  private final Terminal terminal;

  DeadLettersCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return server
        .ask(terminal, client -> LetterTables.show(client, filter, limit, json, terminal))
        .status();
  }
}
