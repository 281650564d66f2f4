package dev.penstock.server.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private static final Moment HALF =
      new Moment("refine", OptionalDouble.of(0.5), "2,374 of 4,748 features, 1,187/s, 2 s left");

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Terminal terminal(boolean interactive, int width, Map<String, String> env) {
    var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Terminal(
        new ByteArrayInputStream(new byte[0]), stream, stream, env, interactive, width, false);
  }

  private String shown() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60, 80, 120, 300})
  void theBarStaysInOneLineOfTheTerminal(int width) {
    try (var display = terminal(true, width, Map.of("NO_COLOR", "1")).progress()) {
      display.show(HALF);
      String line = shown().replace("\r\u001b[K", "");
      assertThat(line).hasSizeLessThan(width).startsWith("refine").doesNotContain("\n");
    }
  }

  @Test
  void theBarIsRedrawnInPlaceAndClearedAtTheEnd() {
    try (var display = terminal(true, 80, Map.of()).progress()) {
      display.show(HALF);
    }
    assertThat(shown()).startsWith("\r\u001b[K").endsWith("\r\u001b[K");
    assertThat(shown()).contains("50 %").contains("2,374 of 4,748 features");
  }

  @Test
  void coloursAreLeftOutWhenSomebodyDoesNotWantThem() {
    try (var display = terminal(true, 80, Map.of("NO_COLOR", "1")).progress()) {
      display.show(HALF);
      assertThat(shown()).doesNotContain("\u001b[32m");
    }
    assertThat(terminal(true, 80, Map.of()).colour()).isTrue();
    assertThat(terminal(false, 80, Map.of()).colour()).isFalse();
  }

  @Test
  void withoutATerminalNothingIsDrawn() {
    try (var display = terminal(false, 80, Map.of()).progress()) {
      display.show(HALF);
    }
    assertThat(shown()).doesNotContain("\r").doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0, 0 B
          999, 999 B
          1000, 1.00 kB
          1870764, 1.87 MB
          16820019, 16.8 MB
          168200193, 168 MB
          999600, 1.00 MB
          5000000000000000, 5000 TB
          """)
  void bytesAreRoundedToThreeDigits(long bytes, String text) {
    assertThat(Words.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"840, 0.84 s", "12300, 12.3 s", "185000, 3 min 5 s", "7800000, 2 h 10 min"})
  void timesAreShortAndReadable(long millis, String text) {
    assertThat(Words.time(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void columnsOfNumbersStandToTheRight() {
    assertThat(Table.of("name", ">n").row("a", "1").row("bcdefg", "1,000").lines())
        .containsExactly("name        n", "a           1", "bcdefg  1,000");
  }
}
