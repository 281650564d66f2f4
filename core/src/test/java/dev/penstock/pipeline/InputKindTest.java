package dev.penstock.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputKindTest {
  private static final InputKind WHOLE = new InputKind.Whole(-5, 5_000_000_000L);
  private static final InputKind DECIMAL =
      new InputKind.Decimal(new BigDecimal("-1"), new BigDecimal("0.1"));

  @ParameterizedTest
  @ValueSource(strings = {"-5", "0", "5000000000", "+3", "007"})
  void wholeNumbersBetweenTheBoundsAreTaken(String value) {
    assertThat(WHOLE.problemWith(value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " 1", "-6", "5000000001", "1.0", "1e3", "0x1", "9223372036854775808", "−1"})
  void otherWholeNumbersAreNot(String value) {
    assertThat(WHOLE.problemWith(value)).contains("expected a whole number from -5 to 5000000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0.1", "0.10", "1e-7", "1E-300", "-1.0e0", "+.05", "1e-999999"})
  void decimalsBetweenTheBoundsAreTaken(String value) {
    assertThat(DECIMAL.problemWith(value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "NaN",
        "Infinity",
        "-Infinity",
        "0x1p-3",
        "1e999999999",
        "-1e999999999",
        "1d",
        "0.1f",
        "1,0",
        "0.1000000000000000000000000000000001",
        "-1.0000000000000000000000000001",
        "1e",
        "e1",
        "--1",
        "0.05 ",
        "1e-99999999999"
      })
  void hostileDecimalsAreRefusedQuietly(String value) {
    assertThat(DECIMAL.problemWith(value)).contains("expected a number from -1 to 0.1");
  }

  @Test
  void aMegabyteOfDigitsIsRefused() {
    assertThat(DECIMAL.problemWith("0." + "0".repeat(1_000_000))).isPresent();
    assertThat(WHOLE.problemWith("0".repeat(1_000_000) + "x")).isPresent();
  }

  @Test
  void aTextMatchesAsAWholeAndIsShort() {
    var text = new InputKind.Text(Pattern.compile("[a-z]+"), 5, "word");
    assertThat(text.problemWith("abcde")).isEmpty();
    for (String bad : List.of("", "abcdef", "abc1", "abc\n")) {
      assertThat(text.problemWith(bad)).contains("expected a word (at most 5 characters)");
    }
  }

  @Test
  void aFlagIsTrueOrFalse() {
    var flag = new InputKind.Flag();
    assertThat(flag.problemWith("true")).isEmpty();
    assertThat(flag.problemWith("false")).isEmpty();
    for (String bad : List.of("", "TRUE", "yes", "1")) {
      assertThat(flag.problemWith(bad)).contains("expected true or false");
    }
  }

  @Test
  void aChoiceNamesTheNearestWord() {
    var choice = new InputKind.Choice(List.of("replace", "append", "upsert"));
    assertThat(choice.problemWith("upsert")).isEmpty();
    assertThat(choice.problemWith("upset"))
        .contains("expected one of [replace, append, upsert]; nearest: upsert");
    assertThat(choice.problemWith("delete")).contains("expected one of [replace, append, upsert]");
    assertThat(choice.label()).isEqualTo("replace|append|upsert");
  }
}
