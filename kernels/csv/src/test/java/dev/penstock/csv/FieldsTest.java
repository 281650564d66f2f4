package dev.penstock.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers and moments as exports write them. */
class FieldsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|1",
        "-0.5|-0.5",
        "+3|3",
        "1,234.50|1234.50",
        "1,234,567|1234567",
        "$12.00|12.00",
        "(5.5)|-5.5",
        "1e-8|0.00000001",
        "1.5E3|1500",
        " 7 |7",
        "0.123456789012345678|0.123456789012345678",
        "123456789012345678901234567890.5|123456789012345678901234567890.5",
        ".5|.5",
        "5.|5"
      })
  void numbersWithAPointAreRead(String text, String value) {
    assertThat(DecimalField.parse(text, DecimalStyle.POINT)).isEqualByComparingTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1,5|1.5", "1.234,50|1234.50", "1 234,5|1234.5", "1'234,5|1234.5", "-0,1|-0.1"})
  void numbersWithACommaAreRead(String text, String value) {
    assertThat(DecimalField.parse(text, DecimalStyle.COMMA)).isEqualByComparingTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        ".",
        "a",
        "1a",
        "1,5",
        "1,23,456",
        "1.2.3",
        "--1",
        "1-",
        "1e",
        "1e99999",
        "NaN",
        "0x1",
        "1,",
        "12,3456"
      })
  void whatIsNoNumberIsRefused(String text) {
    assertThat(DecimalField.parse(text, DecimalStyle.POINT)).isNull();
  }

  @Test
  void randomNumbersAreThoseOfBigDecimal() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      BigDecimal number =
          new BigDecimal(random.nextLong())
              .multiply(BigDecimal.valueOf(random.nextInt(1000)))
              .movePointLeft(random.nextInt(25));
      assertThat(DecimalField.parse(number.toPlainString(), DecimalStyle.POINT))
          .isEqualByComparingTo(number);
    }
  }

  @Test
  void theDecimalMarkIsGuessed() {
    assertThat(DecimalStyle.of(List.of("1,5", "2"))).isEqualTo(DecimalStyle.COMMA);
    assertThat(DecimalStyle.of(List.of("1.234,50"))).isEqualTo(DecimalStyle.COMMA);
    assertThat(DecimalStyle.of(List.of("1,234.50"))).isEqualTo(DecimalStyle.POINT);
    assertThat(DecimalStyle.of(List.of("1,234", "0.5"))).isEqualTo(DecimalStyle.POINT);
    assertThat(DecimalStyle.of(List.of("0,123"))).isEqualTo(DecimalStyle.COMMA);
    assertThat(DecimalStyle.of(List.of("1,234"))).isEqualTo(DecimalStyle.POINT);
  }

  private static String read(String text, DateOrder order, ZoneId zone) {
    var field = new MomentField(order, zone);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var read = field.read(bytes, 0, bytes.length);
    return read == MomentField.Read.DONE
        ? Instant.ofEpochMilli(field.millis()).toString()
        : read.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29T13:14:15Z, YMD, 2024-02-29T13:14:15Z",
    "2024-02-29 13:14:15.250, YMD, 2024-02-29T13:14:15.250Z",
    "2024-02-29 13:14:15 UTC, YMD, 2024-02-29T13:14:15Z",
    "2024-02-29T13:14:15+05:30, YMD, 2024-02-29T07:44:15Z",
    "2024-02-29T13:14-0800, YMD, 2024-02-29T21:14:00Z",
    "2024/02/29, YMD, 2024-02-29T00:00:00Z",
    "29.02.2024 13:14, DMY, 2024-02-29T13:14:00Z",
    "29 Feb 2024 13:14, DMY, 2024-02-29T13:14:00Z",
    "2/9/2024 1:14 PM, MDY, 2024-02-09T13:14:00Z",
    "2/9/24 12:14 AM, MDY, 2024-02-09T00:14:00Z",
    "1709212455, EPOCH, 2024-02-29T13:14:15Z",
    "1709212455250, EPOCH, 2024-02-29T13:14:15.250Z",
    "1709212455.25, EPOCH, 2024-02-29T13:14:15.250Z",
    "1709212455250123, EPOCH, 2024-02-29T13:14:15.250Z",
    "2023-02-29, YMD, UNREADABLE",
    "2023-13-01, YMD, UNREADABLE",
    "2023-01-01 25:00, YMD, UNREADABLE",
    "2023-01-01 10:00 nonsense, YMD, UNREADABLE",
    "yesterday, YMD, UNREADABLE",
    "'', YMD, UNREADABLE"
  })
  void momentsAreRead(String text, DateOrder order, String expected) {
    assertThat(read(text, order, ZoneOffset.UTC)).isEqualTo(expected);
  }

  @Test
  void localTimesFollowTheClocksOfTheirZone() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    assertThat(read("2024-01-15 12:00", DateOrder.YMD, berlin)).isEqualTo("2024-01-15T11:00:00Z");
    assertThat(read("2024-07-15 12:00", DateOrder.YMD, berlin)).isEqualTo("2024-07-15T10:00:00Z");
    assertThat(read("2024-03-31 02:30", DateOrder.YMD, berlin)).isEqualTo("NEVER_WAS");
    assertThat(read("2024-10-27 02:30", DateOrder.YMD, berlin)).isEqualTo("2024-10-27T00:30:00Z");
    assertThat(read("2024-07-15 12:00Z", DateOrder.YMD, berlin)).isEqualTo("2024-07-15T12:00:00Z");
  }

  @Test
  void theOrderOfADateIsGuessed() {
    assertThat(DateOrder.of(List.of("2024-01-02"))).isEqualTo(DateOrder.YMD);
    assertThat(DateOrder.of(List.of("01/02/2024", "13/02/2024"))).isEqualTo(DateOrder.DMY);
    assertThat(DateOrder.of(List.of("01/02/2024", "01/13/2024"))).isEqualTo(DateOrder.MDY);
    assertThat(DateOrder.of(List.of("01.02.2024"))).isEqualTo(DateOrder.DMY);
    assertThat(DateOrder.of(List.of("01/02/2024", "02/02/2024", "01/03/2024")))
        .as("days that go up")
        .isEqualTo(DateOrder.DMY);
    assertThat(DateOrder.of(List.of("1709212455"))).isEqualTo(DateOrder.EPOCH);
  }
}
