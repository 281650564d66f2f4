package dev.penstock.geojson;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalsTest {
  private static final String[] HARD = {
    "0",
    "-0",
    "0.0",
    "-0.0",
    "1",
    "-1",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "9007199254740992.5",
    "900719925474099.3",
    "0.1",
    "0.3",
    "123456789012345678",
    "1234567890123456789",
    "12345678901234567890",
    "0.000000000000000000000001",
    "2.2250738585072011e-308",
    "2.2250738585072014E-308",
    "4.9e-324",
    "2.4703282292062327e-324",
    "2.4703282292062328e-324",
    "1.7976931348623157e308",
    "1.7976931348623159e308",
    "1e309",
    "-1e400",
    "1e-400",
    "8.988465674311580e307",
    "0.00000000000000000000000000000000000017",
    "1e22",
    "1e23",
    "7.038531e-26",
    "100.00000000000000000000",
    "1E+2",
    "1e-0",
    "179.99999999999999999",
    "0.500000000000000166533453693773481063544750213623046875"
  };

  @Test
  void hardNumbersAreTheNearestDouble() {
    for (String text : HARD) {
      same(text);
    }
  }

  @Test
  void randomNumbersAreTheNearestDouble() {
    Random random = new Random(3);
    for (int i = 0; i < Rounds.of(300_000); i++) {
      same(
          switch (i % 5) {
            case 0 -> Double.toString(finite(random));
            case 1 -> Double.toString(random.nextDouble() * 360 - 180);
            case 2 ->
                String.format(Locale.ROOT, "%." + (1 + i % 17) + "f", random.nextDouble() * 180);
            case 3 -> new BigDecimal(finite(random)).round(new MathContext(25)).toString();
            default -> random.nextLong() + "." + random.nextInt(1 << 30) + "e" + (i % 40 - 20);
          });
    }
  }

  @Test
  void whatIsNoJsonNumberIsRefused() {
    for (String text : new String[] {"", "-", "+1", ".5", "1.", "1.e5", "1e", "1e+", "NaN", "x"}) {
      assertThat(new Decimals().read((text + "}").getBytes(StandardCharsets.UTF_8), 0))
          .as(text)
          .isEqualTo(Decimals.NONE);
    }
  }

  private static double finite(Random random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : 1;
  }

  private static void same(String text) {
    Decimals decimals = new Decimals();
    int behind = decimals.read((text + "}").getBytes(StandardCharsets.UTF_8), 0);
    assertThat(behind).as(text).isEqualTo(text.length());
    assertThat(Double.doubleToRawLongBits(decimals.value))
        .as(text)
        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
  }
}
