package dev.penstock.server.cli;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.server.config.ConfigException;
import dev.penstock.server.config.ConfigSources;
import dev.penstock.server.config.EffectiveConfig;
import dev.penstock.server.config.ServerSettings;
import dev.penstock.server.config.Setting;
import dev.penstock.server.config.SettingKind;
import dev.penstock.server.config.Settings;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.plant.Offers;
import dev.penstock.server.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * A flag for every setting of the server, and the settings that file, environment and flags give.
 */
final class ConfigFlags {
  private static final Path USUAL_FILE = Path.of("penstock.toml");
  private static final String FILE_FLAG = "--config";

  /** Short names of the settings that people give most. */
  private static final Map<String, String> SHORT =
      Map.of("http.port", "--port", "http.host", "--host", "work", "--stages");

  private ConfigFlags() {}

  /** Adds the flags to a command. */
  static CommandLine on(Object command) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(command);
    spec.addOption(
        OptionSpec.builder(FILE_FLAG)
            .type(Path.class)
            .paramLabel("<file>")
            .description("Settings in TOML. Default: penstock.toml, if there is one.")
            .build());
    declared().forEach(setting -> spec.addOption(flag(setting)));
    spec.usageMessage().abbreviateSynopsis(true);
    return new CommandLine(spec);
  }

  private static OptionSpec flag(Setting setting) {
    String[] names =
        SHORT.containsKey(setting.key())
            ? new String[] {SHORT.get(setting.key()), setting.flag()}
            : new String[] {setting.flag()};
    return OptionSpec.builder(names)
        .type(String.class)
        .paramLabel("<" + label(setting.kind()) + ">")
        .description((setting.help() + " Default: " + fallback(setting) + ".").replace("%", "%%"))
        .build();
  }

  private static String label(SettingKind kind) {
    return kind == SettingKind.FLAG ? "true|false" : kind.label().split("[ ,]", 2)[0];
  }

  /** Help must not differ from machine to machine, as the number of cores does. */
  private static String fallback(Setting setting) {
    return setting.key().startsWith("stages.") ? "set by the pipeline" : setting.fallback();
  }

  /** What holds, and where each value came from. */
  static EffectiveConfig effective(ParseResult parsed, Terminal terminal) throws IOException {
    var flags = new LinkedHashMap<String, String>();
    for (Setting setting : declared()) {
      if (parsed.hasMatchedOption(setting.flag())) {
        flags.put(setting.key(), parsed.<String>matchedOptionValue(setting.flag(), ""));
      }
    }
    return effective(file(parsed, terminal), flags, terminal);
  }

  private static EffectiveConfig effective(
      Optional<Path> file, Map<String, String> flags, Terminal terminal) throws IOException {
    try {
      return EffectiveConfig.of(declared(), ConfigSources.of(file, terminal.env(), flags));
    } catch (ConfigException e) {
      throw new Complaint(ExitCode.USAGE, String.join("\n", e.problems()), e);
    }
  }

  static ServerSettings settings(EffectiveConfig config) {
    try {
      return ServerSettings.of(config, pipelines());
    } catch (ConfigException e) {
      throw new Complaint(ExitCode.USAGE, String.join("\n", e.problems()), e);
    }
  }

  /** The settings without any flags, for commands that only want to know where the data lies. */
  static ServerSettings usual(Terminal terminal) throws IOException {
    return settings(effective(usualFile(terminal), Map.of(), terminal));
  }

  private static Optional<Path> file(ParseResult parsed, Terminal terminal) {
    return parsed.hasMatchedOption(FILE_FLAG)
        ? Optional.of(parsed.matchedOptionValue(FILE_FLAG, USUAL_FILE))
        : usualFile(terminal);
  }

  private static Optional<Path> usualFile(Terminal terminal) {
    String named = terminal.env().get("PENSTOCK_CONFIG");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Files.exists(USUAL_FILE) ? Optional.of(USUAL_FILE) : Optional.empty();
  }

  private static List<Setting> declared() {
    return Settings.of(pipelines());
  }

  private static List<Pipeline> pipelines() {
    return Offers.declared().all().stream().map(Offer::pipeline).toList();
  }
}
