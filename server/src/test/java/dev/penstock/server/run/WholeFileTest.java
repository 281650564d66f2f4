package dev.penstock.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeFileTest {
  @TempDir Path folder;
  private Path results;

  @BeforeEach
  void make() throws IOException {
    results = Files.createDirectory(folder.resolve("results"));
  }

  @Test
  void aFileAppearsInItsFolder() throws IOException {
    try (var file = WholeFile.in(results, "counts.txt")) {
      file.stream().write('1');
      file.publish();
    }
    assertThat(results.resolve("counts.txt")).hasContent("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil", "..", ".", "", "a/b", "/tmp/evil", "x/../../evil", "../results"})
  void aNameThatLeadsElsewhereWritesNothing(String name) throws IOException {
    assertThatIOException().isThrownBy(() -> WholeFile.in(results, name));
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files).containsExactlyInAnyOrder(folder, results);
    }
  }
}
