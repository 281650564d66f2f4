package dev.penstock.csv;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rows and chunks, against another reader of CSV. */
class RowsTest {
  private static final int SEEDS = 3_000;

  private record Row(long line, List<String> fields) {}

  private static List<Row> ours(byte[] bytes, Dialect dialect) {
    return rows(new RowReader(bytes, bytes.length, dialect, 1));
  }

  private static List<Row> rows(RowReader reader) {
    var rows = new ArrayList<Row>();
    while (reader.next()) {
      var fields = new ArrayList<String>();
      for (int i = 0; i < reader.fields(); i++) {
        fields.add(reader.text(i));
      }
      rows.add(new Row(reader.line(), fields));
    }
    return rows;
  }

  private static List<Row> theirs(byte[] bytes, Dialect dialect) throws IOException {
    var rows = new ArrayList<Row>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(dialect.delimiter())
            .quoteCharacter(dialect.quote())
            .skipEmptyLines(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(new String(bytes, StandardCharsets.UTF_8))) {
      for (CsvRecord each : reader) {
        rows.add(new Row(each.getStartingLineNumber(), each.getFields()));
      }
    }
    return rows;
  }

  private static byte[] random(long seed, Dialect dialect) {
    var random = new SplittableRandom(seed);
    var text = new StringBuilder();
    String[] ends = {"\n", "\r\n", "\r"};
    String end = ends[random.nextInt(3)];
    String quote = String.valueOf(dialect.quote());
    int rows = random.nextInt(12);
    for (int r = 0; r < rows; r++) {
      int fields = 1 + random.nextInt(5);
      for (int f = 0; f < fields; f++) {
        text.append(f > 0 ? dialect.delimiter() : "");
        String[] plain = {"", "a", "12.5", "ü", "two words", "x" + quote + "y", "€"};
        String[] inside = {"", "b", "\n", "\r\n", quote + quote, ",", ";", "日本"};
        if (random.nextInt(3) == 0) {
          text.append(quote);
          for (int i = random.nextInt(4); i > 0; i--) {
            text.append(inside[random.nextInt(inside.length)]);
          }
          text.append(quote);
        } else {
          text.append(plain[random.nextInt(plain.length)]);
        }
      }
      text.append(r + 1 == rows && random.nextBoolean() ? "" : end);
      text.append(random.nextInt(8) == 0 ? end : "");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Dialect dialect(long seed) {
    return new Dialect(",;\t|".charAt((int) (seed % 4)), seed % 3 == 0 ? '\'' : '"');
  }

  @Test
  void rowsAreThoseOfAnotherReader() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      byte[] bytes = random(seed, dialect(seed));
      assertThat(ours(bytes, dialect(seed)))
          .as("seed %d: %s", seed, new String(bytes, StandardCharsets.UTF_8))
          .isEqualTo(theirs(bytes, dialect(seed)));
    }
  }

  @Test
  void chunksOfAnySizeHoldTheSameRowsWithTheirLines() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      chunksHoldTheSameRows(seed, random(seed, dialect(seed)), dialect(seed));
    }
  }

  @Test
  void thatHoldsForBytesThatAreNoCsvAtAll() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      var random = new SplittableRandom(seed);
      byte[] bytes = new byte[random.nextInt(80)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) "\"\"\",,\n\r ab".charAt(random.nextInt(10));
      }
      chunksHoldTheSameRows(seed, bytes, Dialect.RFC_4180);
    }
  }

  private static void chunksHoldTheSameRows(long seed, byte[] bytes, Dialect dialect)
      throws IOException {
    var random = new SplittableRandom(seed);
    var cutter =
        new RowCutter(
            new ByteArrayInputStream(bytes),
            dialect,
            new RowCutter.Chunk(0, 0, 1, 0, 0),
            1 + random.nextInt(4),
            1 + random.nextInt(60));
    var rows = new ArrayList<Row>();
    long next = 0;
    while (true) {
      var chunk = cutter.next();
      assertThat(chunk.row()).isEqualTo(rows.size());
      assertThat(chunk.offset()).isEqualTo(next);
      next += chunk.length();
      if (chunk.rows() == 0) {
        break;
      }
      byte[] part =
          Arrays.copyOfRange(bytes, (int) chunk.offset(), (int) (chunk.offset() + chunk.length()));
      List<Row> found = rows(new RowReader(part, part.length, dialect, chunk.line()));
      assertThat(found).as("seed %d", seed).hasSize(chunk.rows());
      rows.addAll(found);
    }
    assertThat(next).isEqualTo(bytes.length);
    assertThat(rows).as("seed %d", seed).isEqualTo(ours(bytes, dialect));
  }

  @Test
  void aQuoteThatIsNeverClosedCostsItsLineAndNoOther() throws IOException {
    var text = new StringBuilder("a,\"b\r\n");
    for (int i = 0; i < 6_000; i++) {
      text.append("line ").append(i).append(",of some length, and of no quotes at all\r\n");
    }
    text.append("c,\"d\"\r\n");
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    List<Row> rows = ours(bytes, Dialect.RFC_4180);
    assertThat(rows).hasSize(6_002);
    assertThat(rows.get(0)).isEqualTo(new Row(1, List.of("a", "b")));
    assertThat(rows.get(1).fields()).startsWith("line 0");
    assertThat(rows.getLast()).isEqualTo(new Row(6_002, List.of("c", "d")));
    chunksHoldTheSameRows(1, bytes, Dialect.RFC_4180);
  }

  @Test
  void aLoneQuoteInsideAFieldSwallowsNothing() {
    byte[] bytes = "a,5\" disk,c\nd,e,f\n".getBytes(StandardCharsets.UTF_8);
    assertThat(ours(bytes, Dialect.RFC_4180))
        .extracting(Row::fields)
        .containsExactly(List.of("a", "5\" disk", "c"), List.of("d", "e", "f"));
  }

  @Test
  void aQuoteThatIsNeverClosedIsToldOf() {
    byte[] bytes = "a,\"b\nc,d\n".getBytes(StandardCharsets.UTF_8);
    var reader = new RowReader(bytes, bytes.length, Dialect.RFC_4180, 1);
    assertThat(reader.next()).isTrue();
    assertThat(reader.open()).isTrue();
    assertThat(reader.next()).isTrue();
    assertThat(reader.open()).isFalse();
    assertThat(reader.text(1)).isEqualTo("d");
    assertThat(reader.next()).isFalse();
  }

  @Test
  void delimiterAndQuoteAreGuessed() {
    for (char delimiter : new char[] {',', ';', '\t', '|'}) {
      String rows =
          "time|\"amount\"|note\n1|\"2,5\"|x\n2|\"3,5\"|\"a|b\"\n".replace('|', delimiter);
      byte[] bytes = rows.getBytes(StandardCharsets.UTF_8);
      assertThat(Dialects.of(bytes, bytes.length, true)).isEqualTo(new Dialect(delimiter, '"'));
    }
  }

  @Test
  void encodingsAreGuessed() {
    String text = "datum;beschreibung\n1;Gebühr für Überweisung\n";
    for (var charset :
        List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            Encoding.WINDOWS)) {
      byte[] bytes = text.getBytes(charset);
      assertThat(Encoding.of(bytes, bytes.length, true).charset()).isEqualTo(charset);
    }
    byte[] marked = ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE);
    assertThat(Encoding.of(marked, marked.length, true))
        .isEqualTo(new Encoding(StandardCharsets.UTF_16LE, 2));
  }

  @Test
  void aCharacterCutInTwoByTheEndOfTheHeadIsStillUtf8() {
    byte[] bytes = "aaa€".getBytes(StandardCharsets.UTF_8);
    assertThat(Encoding.isUtf8(bytes, bytes.length - 1, false)).isTrue();
    assertThat(Encoding.isUtf8(bytes, bytes.length - 1, true)).isFalse();
  }
}
