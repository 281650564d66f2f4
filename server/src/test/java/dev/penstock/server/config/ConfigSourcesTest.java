package dev.penstock.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigSourcesTest {
  private static final Path ROOT = Path.of(System.getProperty("penstock.root"));
  private static final Pattern VARIABLE = Pattern.compile("PENSTOCK_[A-Z_]+");

  @Test
  void noVariableOfTheScriptsIsTakenForASetting() throws Exception {
    var environment = new TreeMap<String, String>();
    variables().forEach(name -> environment.put(name, "1"));
    assertThat(environment)
        .containsKeys("PENSTOCK_JAVA_HOME", "PENSTOCK_JAVA_OPTS", "PENSTOCK_VERBOSE");
    assertThat(ConfigSources.of(Optional.empty(), environment, Map.of()).given()).isEmpty();
  }

  @Test
  void aVariableThatNobodyKnowsIsReportedAsASetting() throws Exception {
    var sources = ConfigSources.of(Optional.empty(), Map.of("PENSTOCK_VERBOES", "1"), Map.of());
    assertThat(sources.given()).extracting(ConfigSources.Given::key).containsExactly("VERBOES");
  }

  private static Set<String> variables() throws IOException {
    var names = new TreeSet<String>();
    for (Path script : scripts()) {
      VARIABLE
          .matcher(Files.readString(script))
          .results()
          .map(MatchResult::group)
          .forEach(names::add);
    }
    return names;
  }

  private static List<Path> scripts() throws IOException {
    var scripts = new ArrayList<>(List.of(ROOT.resolve("penstock"), ROOT.resolve("verify")));
    try (Stream<Path> files = Files.list(ROOT.resolve("bin"))) {
      files.filter(Files::isRegularFile).forEach(scripts::add);
    }
    return scripts;
  }
}
