package dev.penstock.server.cli;

import dev.penstock.client.PenstockClient;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.terminal.Words;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * {@code replay}: counts the dead letters that are meant, and with {@code --yes} tries them again.
 */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tries dead letters again. Without --yes it only counts them.",
      "Just those that were counted are tried, whatever dies meanwhile.",
      "With --rejects it is the rejects of an ended job that are sent again, as a job of their own that publishes to the same place."
    })
final class ReplayCommand implements Callable<Integer> {
  @Mixin ServerOptions server = new ServerOptions();
  @Mixin LetterFilter filter = new LetterFilter();

  @Mixin RejectsAgain rejects = new RejectsAgain();

  @Option(names = "--yes", description = "Tries them again, instead of only counting them.")
  boolean yes;

  @Option(names = "--json", description = "Prints one JSON document.")
  boolean json;

  private final Terminal terminal;

  ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    rejects.check();
    return server.ask(terminal, this::replay).status();
  }

  private ExitCode replay(PenstockClient client) throws IOException, InterruptedException {
    if (rejects.given()) {
      return rejects.send(client, terminal, yes, json);
    }
    JsonNode frozen =
        Objects.requireNonNull(client.post("/v1/dead-letters/selections" + filter.query()));
    if (!yes) {
      say(frozen, "%s of %s would be tried again. Do it with --yes.");
      sayIfTruncated(frozen);
      return ExitCode.DONE;
    }
    JsonNode done =
        Objects.requireNonNull(client.post(frozen.path("links").path("replay").asString()));
    say(done, "%s of %s are tried again.");
    sayIfTruncated(frozen);
    if (!json) {
      for (JsonNode refused : done.path("refused")) {
        terminal
            .err()
            .printf(
                "Not those of job %s: %s%n",
                refused.path("job").asString(), refused.path("why").asString());
      }
    }
    return done.path("refused").isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
  }

  private void sayIfTruncated(JsonNode frozen) {
    if (!json && frozen.path("truncated").asBoolean()) {
      terminal
          .out()
          .printf(
              "%s are meant in all: the rest is counted when these have been tried.%n",
              Words.count(frozen.path("total").asLong(), "chunk"));
    }
  }

  private void say(JsonNode counts, String sentence) {
    if (json) {
      terminal.out().println(counts);
    } else {
      terminal
          .out()
          .printf(
              sentence + "%n",
              Words.count(counts.path("chunks").asLong(), "chunk"),
              Words.count(counts.path("jobs").asLong(), "job"));
    }
  }
}
