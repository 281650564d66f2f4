package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir Path temporary;

  @Test
  void theDemoEndsWithASummaryThatAddsUp() throws Exception {
    // What it fetches stays for people to look at: as a process it has a place of its own for that.
    Process demo =
        ServerProcess.penstock(
            List.of("demo", "--exit"),
            ProcessBuilder.Redirect.INHERIT,
            "-Djava.io.tmpdir=" + temporary);
    String shown = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(demo.waitFor()).as(shown).isZero();
    long in = number(shown, "features in");
    long ok = number(shown, "ok");
    long repaired = number(shown, "repaired");
    long rejected = number(shown, "rejected");
    long dead = number(shown, "dead");
    assertThat(in).isEqualTo(241).isEqualTo(ok + repaired + rejected + dead);
    assertThat(rejected).isEqualTo(3);
    assertThat(shown).contains("memory", "/v1/jobs/", "/metrics", "features.gpkg");
    assertThat(shown)
        .containsPattern("(?m)^  trades +19,996 ")
        .containsPattern("(?m)^  bad +4 ")
        .containsPattern("(?m)^  fifo +-?[0-9.]+ ")
        .contains("/v1/accounts/demo/gains")
        .containsPattern("(?m)^  wood-1 +0[.]40")
        .containsPattern("(?m)^  sea +-0[.]67");
    assertThat(results(shown)).hasParent(temporary);
    assertThat(results(shown).resolve("features.gpkg")).exists();
    assertThat(results(shown).resolve("data")).doesNotExist();
  }

  @Test
  void theFileInTheJarIsTheOneAmongTheExamples() throws Exception {
    try (var inJar =
        getClass().getResourceAsStream("/dev/penstock/server/demo/countries.geojson")) {
      assertThat(inJar).isNotNull().hasBinaryContent(Files.readAllBytes(Shell.COUNTRIES));
    }
  }

  private static long number(String out, String what) {
    Matcher line = Pattern.compile("(?m)^  " + what + " +(\\d+)").matcher(out);
    assertThat(line.find()).as(what + " in " + out).isTrue();
    return Long.parseLong(line.group(1));
  }

  private static Path results(String out) {
    Matcher line = Pattern.compile("(?m)^Results in (.*)$").matcher(out);
    assertThat(line.find()).isTrue();
    return Path.of(line.group(1));
  }
}
