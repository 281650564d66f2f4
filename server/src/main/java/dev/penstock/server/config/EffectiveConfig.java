package dev.penstock.server.config;

import dev.penstock.pipeline.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every setting with its value and where that came from, in the order of the declaration.
 *
 * @param values by key
 */
public record EffectiveConfig(Map<String, Value> values) {
  /** One setting's value; {@code source} is {@code default} when nobody gave one. */
  public record Value(Setting setting, String text, String source) {}

  public EffectiveConfig {
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Lays the sources over the defaults.
   *
   * @throws ConfigException for unknown keys, naming the nearest, and for values of a wrong kind
   */
  public static EffectiveConfig of(List<Setting> declared, ConfigSources sources)
      throws ConfigException {
    var byFolded = new LinkedHashMap<String, Setting>();
    var values = new LinkedHashMap<String, Value>();
    for (Setting setting : declared) {
      byFolded.put(Keys.folded(setting.key()), setting);
      values.put(setting.key(), new Value(setting, setting.fallback(), "default"));
    }
    var problems = new ArrayList<String>();
    for (ConfigSources.Given given : sources.given()) {
      Setting setting = byFolded.get(Keys.folded(given.key()));
      if (setting == null) {
        problems.add(unknown(given, declared));
        continue;
      }
      setting
          .kind()
          .problemWith(given.value())
          .ifPresentOrElse(
              why -> problems.add(bad(setting, given, why)),
              () -> values.put(setting.key(), new Value(setting, given.value(), given.source())));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new EffectiveConfig(values);
  }

  private static String unknown(ConfigSources.Given given, List<Setting> declared) {
    String folded = Keys.folded(given.key());
    Optional<String> near =
        Nearest.to(folded, declared.stream().map(setting -> Keys.folded(setting.key())).toList());
    String hint =
        declared.stream()
            .filter(setting -> near.isPresent() && Keys.folded(setting.key()).equals(near.get()))
            .findFirst()
            .map(setting -> "Did you mean " + setting.key() + "?")
            .orElse("penstock config lists all there are.");
    return "%s: there is no setting '%s'. %s".formatted(given.source(), given.key(), hint);
  }

  private static String bad(Setting setting, ConfigSources.Given given, String why) {
    return "%s: %s = %s: %s".formatted(given.source(), setting.key(), given.value(), why);
  }

  String text(String key) {
    Value value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no setting " + key);
    }
    return value.text();
  }
}
