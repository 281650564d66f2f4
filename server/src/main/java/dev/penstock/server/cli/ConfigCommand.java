package dev.penstock.server.cli;

import dev.penstock.server.config.EffectiveConfig;
import dev.penstock.server.terminal.Table;
import dev.penstock.server.terminal.Terminal;
import dev.penstock.server.web.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code config}: every setting with its value, and where that came from. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints every setting with its value and where it came from.",
      "Takes the same flags as serve, so it shows what serve would do with them."
    })
final class ConfigCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Prints one JSON document.")
  boolean json;

  private final Terminal terminal;

  ConfigCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    EffectiveConfig config = ConfigFlags.effective(spec.commandLine().getParseResult(), terminal);
    // Also what is well-formed may be unusable, and serve would refuse it.
    ConfigFlags.settings(config);
    if (json) {
      terminal.out().println(new String(json(config), StandardCharsets.UTF_8));
      return ExitCode.DONE.status();
    }
    var table = Table.of("setting", "value", "from");
    config.values().forEach((key, value) -> table.row(key, value.text(), value.source()));
    table.lines().forEach(terminal.out()::println);
    return ExitCode.DONE.status();
  }

  private static byte[] json(EffectiveConfig config) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          config
              .values()
              .forEach(
                  (key, value) -> {
                    json.writeObjectPropertyStart(key);
                    json.writeStringProperty("value", value.text());
                    json.writeStringProperty("source", value.source());
                    json.writeEndObject();
                  });
          json.writeEndObject();
        });
  }
}
