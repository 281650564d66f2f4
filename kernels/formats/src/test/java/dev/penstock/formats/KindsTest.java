package dev.penstock.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "-7, 1",
    "9007199254740992, 1",
    "9007199254740993, 2",
    "-9223372036854775808, 2",
    "9223372036854775808, 8",
    "123456789012345678901234567890, 8",
    "-0, 4",
    "0.1, 4",
    "1.10, 4",
    "1e3, 4",
    "1.7976931348623157e308, 4",
    "1e309, 8",
    "1e99999999999, 8",
    "0.1234567890123456789, 8",
    "0.30000000000000004, 4",
    "12345678901234567.5, 8",
  })
  void aNumberIsOfTheKindThatHoldsItWithoutLoss(String text, int kind) {
    assertThat(Kinds.ofNumber(text)).isEqualTo(kind);
  }

  @Test
  void aDecimalIsAlwaysTheValueOfItsDouble() {
    var random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      int digits = 1 + random.nextInt(20);
      var text = new StringBuilder(random.nextBoolean() ? "-" : "").append(random.nextInt(1_000));
      text.append('.');
      for (int d = 0; d < digits; d++) {
        text.append((char) ('0' + random.nextInt(10)));
      }
      if (random.nextInt(4) == 0) {
        text.append("e").append(random.nextInt(-30, 30));
      }
      String written = text.toString();
      boolean same =
          new BigDecimal(written)
                  .compareTo(new BigDecimal(Double.toString(Double.parseDouble(written))))
              == 0;
      assertThat(Kinds.ofNumber(written))
          .as(written)
          .isEqualTo(same ? Kinds.DECIMAL : Kinds.DIGITS);
    }
  }

  @Test
  void textsThatUtf8CannotHoldAreToldApart() {
    assertThat(Kinds.isPlain("Zoë 🚲")).isTrue();
    assertThat(Kinds.isPlain("\ud83d")).isFalse();
    assertThat(Kinds.isPlain("\udeb2\ud83d")).isFalse();
    assertThat(Kinds.isPlain("a\0b")).isFalse();
  }
}
