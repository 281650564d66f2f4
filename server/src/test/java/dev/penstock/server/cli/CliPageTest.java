package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code docs/cli.md} says what the commands say of themselves. */
class CliPageTest {
  private static final Path PAGE = Shell.ROOT.resolve("docs/cli.md");

  private static final String HEAD =
      """
      # Command line

      `./penstock COMMAND` from a checkout. Answers go to standard output, and only they; progress, warnings and
      errors go to standard error. On a terminal progress is one line that is redrawn, elsewhere a line every few
      seconds. `NO_COLOR=1` turns colours off. `--json` gives one JSON document, for machines.

      `run` and `submit` have one subcommand a pipeline, and a flag for each input that the pipeline declares.
      Commands that talk to a server find it by `--url`, else by `PENSTOCK_URL`, else by the note `server.json` in the
      data folder.

      This page is written by a test; [CONTRIBUTING](../CONTRIBUTING.md) says how to write it anew.

      """;

  @Test
  void thePageIsWhatTheCommandsSay() throws IOException {
    String page = page();
    if (Boolean.getBoolean("penstock.docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).content().isEqualTo(page);
  }

  private static String page() {
    var page = new StringBuilder(HEAD);
    page.append("## Exit status\n\n| status | meaning |\n| --- | --- |\n");
    for (ExitCode code : ExitCode.values()) {
      page.append("| %d | %s |%n".formatted(code.status(), code.meaning()));
    }
    commands("penstock", new Shell().commands())
        .forEach(
            command ->
                page.append("\n## %s\n\n```\n".formatted(command.getKey()))
                    .append(help(command.getValue()))
                    .append("```\n"));
    return page.toString();
  }

  private static Stream<Map.Entry<String, CommandLine>> commands(String name, CommandLine line) {
    return Stream.concat(
        Stream.of(Map.entry(name, line)),
        line.getSubcommands().entrySet().stream()
            .flatMap(each -> commands(name + " " + each.getKey(), each.getValue())));
  }

  private static String help(CommandLine line) {
    return line.getUsageMessage(CommandLine.Help.Ansi.OFF)
        .lines()
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
