package dev.penstock.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.formats.GeometryText.Rings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.io.ByteOrderValues;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.io.WKTReader;

class GeometryTextTest {
  private static final Reprojection NONE = Reprojection.NONE;

  /** From the sphere of web maps to degrees. */
  private static final Reprojection FROM_MERCATOR =
      (ordinates, from, positions, stride) -> {
        for (int i = from; i < from + positions * stride; i += stride) {
          ordinates[i] = Math.toDegrees(ordinates[i] / 6378137);
          ordinates[i + 1] =
              Math.toDegrees(2 * Math.atan(Math.exp(ordinates[i + 1] / 6378137)) - Math.PI / 2);
        }
        return -1;
      };

  private static byte[] wkb(String wkt, int dimension) throws ParseException {
    byte[] wkb =
        new WKBWriter(dimension, ByteOrderValues.LITTLE_ENDIAN).write(new WKTReader().read(wkt));
    return wkb;
  }

  private static String json(byte[] wkb, Reprojection to) throws IOException {
    var out = new ByteArrayOutputStream();
    var text = new NumberText(out);
    new GeometryText(text, to, Rings.AS_STORED).write(wkb);
    text.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POINT (1 -2.5)|{\"type\":\"Point\",\"coordinates\":[1,-2.5]}",
        "POINT EMPTY|{\"type\":\"Point\",\"coordinates\":[]}",
        "LINESTRING (0 0, 1e-9 179.9999999)"
            + "|{\"type\":\"LineString\",\"coordinates\":[[0,0],[1.0E-9,179.9999999]]}",
        "POLYGON ((0 0, 1 0, 1 1, 0 0), (0.1 0.1, 0.2 0.1, 0.2 0.2, 0.1 0.1))"
            + "|{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]],"
            + "[[0.1,0.1],[0.2,0.1],[0.2,0.2],[0.1,0.1]]]}",
        "MULTIPOINT ((1 2), (3 4))|{\"type\":\"MultiPoint\",\"coordinates\":[[1,2],[3,4]]}",
        "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))"
            + "|{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[1,0],[1,1],[0,0]]]]}",
        "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING EMPTY)"
            + "|{\"type\":\"GeometryCollection\",\"geometries\":["
            + "{\"type\":\"Point\",\"coordinates\":[1,2]},"
            + "{\"type\":\"LineString\",\"coordinates\":[]}]}",
      })
  void everyTypeIsWrittenAsGeoJson(String wkt, String json) throws Exception {
    assertThat(json(wkb(wkt, 2), NONE)).isEqualTo(json);
  }

  @Test
  void aLongLineIsWrittenWholeThoughInPieces() throws Exception {
    for (int positions : new int[] {511, 512, 513, 2_000}) {
      var wkt = new StringJoiner(", ", "LINESTRING (", ")");
      var json = new StringJoiner(",", "{\"type\":\"LineString\",\"coordinates\":[", "]}");
      for (int i = 0; i < positions; i++) {
        wkt.add(i + " " + -i);
        json.add("[" + i + "," + (i == 0 ? "0" : "-" + i) + "]");
      }
      byte[] wkb = wkb(wkt.toString(), 2);
      assertThat(json(wkb, NONE)).isEqualTo(json.toString());
    }
  }

  @Test
  void heightsStay() throws Exception {
    byte[] flat = wkb("POINT (1 2)", 2);
    byte[] high = Arrays.copyOf(flat, 29);
    // ISO WKB: type 1001 is a point with a height.
    high[1] = (byte) 0xe9;
    high[2] = 0x03;
    ByteBuffer.wrap(high).order(ByteOrder.LITTLE_ENDIAN).putDouble(21, 7.25);
    assertThat(json(high, NONE)).isEqualTo("{\"type\":\"Point\",\"coordinates\":[1,2,7.25]}");
  }

  @Test
  void otherSystemsAreBroughtBackToWgs84() throws Exception {
    byte[] wkb = wkb("POINT (1113194.9079327357 1118889.9748579594)", 2);
    assertThat(json(wkb, FROM_MERCATOR)).isEqualTo("{\"type\":\"Point\",\"coordinates\":[10,10]}");
  }

  @Test
  void ringsAreTurnedToTheRightHandOnlyWhereThatIsAsked() throws Exception {
    byte[] clockwise =
        wkb("POLYGON ((0 0, 0 9, 9 9, 9 0, 0 0), (1 1, 2 1, 2 2, 1 1), (3 3, 4 4, 4 3, 3 3))", 2);
    var out = new ByteArrayOutputStream();
    var text = new NumberText(out);
    new GeometryText(text, NONE, Rings.RIGHT_HANDED).write(clockwise);
    new GeometryText(text, NONE, Rings.NORTH_FIRST).write(wkb("POINT (1 2)", 2));
    text.flush();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9],[0,9],[0,0]],"
                + "[[1,1],[2,2],[2,1],[1,1]],[[3,3],[4,4],[4,3],[3,3]]]}"
                + "{\"type\":\"Point\",\"coordinates\":[2,1]}");
    assertThat(json(clockwise, NONE)).contains("[[0,0],[0,9],[9,9],[9,0],[0,0]]");
  }

  @Test
  void aLongRingIsTurnedWhole() throws Exception {
    for (int positions : new int[] {1_023, 1_024, 1_025, 3_000}) {
      var wkt = new StringJoiner(", ", "POLYGON ((", ", 0 0))");
      for (int i = 0; i < positions; i++) {
        wkt.add(i + " " + (long) i * i);
      }
      byte[] counterclockwise = wkb(wkt.toString(), 2);
      byte[] clockwise = wkb(new WKTReader().read(wkt.toString()).reverse().toText(), 2);
      var out = new ByteArrayOutputStream();
      var text = new NumberText(out);
      new GeometryText(text, NONE, Rings.RIGHT_HANDED).write(clockwise);
      text.flush();
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(json(counterclockwise, NONE));
    }
  }

  @Test
  void brokenWkbIsTroubleNeverAnEndlessLoop() throws Exception {
    byte[] good = wkb("GEOMETRYCOLLECTION (POLYGON ((0 0, 1 0, 1 1, 0 0)), MULTIPOINT ((1 2)))", 2);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> json(cut, NONE))
          .as("cut to %d bytes", length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void numbersAreTheShortestDecimalOfTheirDouble() throws IOException {
    var random = new Random(42);
    int rounds = "soak".equals(System.getProperty("penstock.test.form")) ? 20_000_000 : 200_000;
    for (int i = 0; i < rounds; i++) {
      double value = value(random, i);
      var out = new ByteArrayOutputStream();
      var text = new NumberText(out);
      text.number(value);
      text.flush();
      String written = out.toString(StandardCharsets.US_ASCII);
      assertThat(Double.parseDouble(written)).isEqualTo(value);
      assertThat(new BigDecimal(written)).isEqualByComparingTo(Double.toString(value));
    }
  }

  private static double value(Random random, int i) {
    return switch (i % 4) {
      case 0 -> random.nextInt(-1_800_000_000, 1_800_000_000) / 1e7;
      case 1 -> random.nextDouble(-180, 180);
      case 2 -> random.nextInt(-1000, 1000);
      default -> Double.longBitsToDouble(random.nextLong() & ~(0x400L << 52)) * random.nextInt(9);
    };
  }

  @Test
  void decimalsAreAsManyAsSomebodySays() throws Exception {
    byte[] wkb = wkb("LINESTRING (8.123456789 -47.5, 0.000049 1e20, -0.5 2.5)", 2);
    var texts = new ArrayList<String>();
    for (int decimals : new int[] {0, 4, 15}) {
      var out = new ByteArrayOutputStream();
      var text = new NumberText(out);
      new GeometryText(text, Reprojection.NONE, Rings.RIGHT_HANDED)
          .decimals(OptionalInt.of(decimals))
          .write(wkb);
      text.flush();
      texts.add(out.toString(StandardCharsets.UTF_8).replaceAll(".*\"coordinates\":|}$", ""));
    }
    assertThat(texts)
        .containsExactly(
            "[[8,-47],[0,1.0E20],[0,3]]",
            "[[8.1235,-47.5],[0,1.0E20],[-0.5,2.5]]",
            "[[8.123456789,-47.5],[0.000049,1.0E20],[-0.5,2.5]]");
  }

  @Test
  void roundingKeepsSevenDecimals() throws IOException {
    var out = new ByteArrayOutputStream();
    var text = new NumberText(out);
    for (double value : new double[] {0.123456789, -0.00000004, 12.99999999, 1e7}) {
      text.rounded(value, 7);
      text.put(' ');
    }
    text.flush();
    assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("0.1234568 0 13 10000000 ");
  }
}
