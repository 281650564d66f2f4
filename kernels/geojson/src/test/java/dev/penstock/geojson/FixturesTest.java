package dev.penstock.geojson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file of {@code src/test/resources/geojson} has exactly the defects that EXPECTED.tsv names.
 */
class FixturesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "geojson");

  static Stream<String> expected() throws IOException {
    return Files.readAllLines(FOLDER.resolve("EXPECTED.tsv")).stream()
        .filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("expected")
  void aFixtureHasTheDefectsItIsNamedFor(String line) throws IOException {
    int tab = line.indexOf('\t');
    byte[] text = Files.readAllBytes(FOLDER.resolve(line.substring(0, tab) + ".json"));
    List<String> wanted =
        line.substring(tab + 1).isEmpty() ? List.of() : List.of(line.substring(tab + 1).split(" "));
    // Bytes around the feature, such as the next one, must not matter.
    byte[] among = new byte[text.length + 40];
    Arrays.fill(among, (byte) '7');
    System.arraycopy(text, 0, among, 20, text.length);
    FeatureDraft draft =
        new FeatureReader(ReadLimits.DEFAULT).read(among, 20, 20 + text.length, 1000, 0);
    List<String> codes = draft.defects().stream().map(Defect::code).distinct().toList();
    assertThat(codes).isEqualTo(wanted.stream().distinct().toList());
    for (Defect defect : draft.defects()) {
      assertThat(defect.byteOffset()).isBetween(1000L, 1000L + text.length);
    }
  }

  @Test
  void everyFileIsExpected() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".json"))
              .map(name -> name.substring(0, name.length() - 5))
              .sorted()
              .toList();
      assertThat(expected().map(line -> line.substring(0, line.indexOf('\t'))).sorted().toList())
          .isEqualTo(names);
    }
  }

  @Test
  void everyTruncationOfEveryFixtureIsRejected() throws IOException {
    FeatureReader reader = new FeatureReader(ReadLimits.DEFAULT);
    try (Stream<Path> files = Files.list(FOLDER)) {
      files
          .filter(file -> file.toString().endsWith(".json"))
          // Cut in the right place, this one is a whole feature.
          .filter(file -> !file.toString().contains("more-behind"))
          .forEach(
              file -> {
                byte[] text = bytes(file);
                for (int length = 0; length < text.length; length++) {
                  FeatureDraft draft = reader.read(text, 0, length, 0, 0);
                  String shown = new String(text, 0, length, StandardCharsets.UTF_8);
                  assertThat(draft.rejected()).as(shown).isTrue();
                }
              });
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
