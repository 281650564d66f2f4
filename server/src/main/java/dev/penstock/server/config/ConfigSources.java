package dev.penstock.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/**
 * What was given, by source, weakest first: file, environment, flags.
 *
 * @param given each value with where it stands, for example {@code penstock.toml line 3}
 */
public record ConfigSources(List<Given> given) {
  /** Variables of the launcher and of other commands, which are no settings of a server. */
  private static final Set<String> NOT_SETTINGS =
      Set.of(
          "PENSTOCK_CONFIG",
          "PENSTOCK_JAVA_HOME",
          "PENSTOCK_JAVA_OPTS",
          "PENSTOCK_MAVEN_OPTS",
          "PENSTOCK_PLUGINS",
          "PENSTOCK_URL",
          "PENSTOCK_VERBOSE");

  private static final String PREFIX = "PENSTOCK_";

  public ConfigSources {
    given = List.copyOf(given);
  }

  /**
   * One value from one place.
   *
   * @param key as it stands there
   */
  public record Given(String key, String value, String source) {}

  /**
   * Collects what is given.
   *
   * @param file of settings, if there is one
   * @param environment of the process
   * @param flags by key
   * @throws ConfigException when the file is no TOML
   * @throws IOException when the file cannot be read
   */
  public static ConfigSources of(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags)
      throws ConfigException, IOException {
    var given = new java.util.ArrayList<Given>();
    if (file.isPresent()) {
      given.addAll(fromFile(file.get()));
    }
    new java.util.TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX) && !NOT_SETTINGS.contains(name)) {
                given.add(new Given(name.substring(PREFIX.length()), value, "environment " + name));
              }
            });
    new LinkedHashMap<>(flags)
        .forEach((key, value) -> given.add(new Given(key, value, "flag --" + key)));
    return new ConfigSources(given);
  }

  private static List<Given> fromFile(Path file) throws ConfigException, IOException {
    String name = file.toString();
    TomlParseResult toml = Toml.parse(Files.readString(file));
    if (toml.hasErrors()) {
      throw new ConfigException(
          toml.errors().stream()
              .map(
                  error ->
                      "%s line %d: %s".formatted(name, error.position().line(), error.getMessage()))
              .toList());
    }
    return toml.entryPathSet(false).stream()
        .map(entry -> given(name, toml, entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Given given(String file, TomlParseResult toml, List<String> path, Object value) {
    TomlPosition position = toml.inputPositionOf(path);
    String source = position == null ? file : file + " line " + position.line();
    String text = value instanceof TomlArray list ? list.toJson() : value.toString();
    return new Given(String.join(".", path), text, source);
  }
}
