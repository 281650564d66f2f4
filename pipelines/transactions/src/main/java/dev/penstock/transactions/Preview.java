package dev.penstock.transactions;

import dev.penstock.csv.Encoding;
import dev.penstock.csv.RowReader;
import dev.penstock.pipeline.InputValues;
import dev.penstock.transactions.ledger.Transaction;
import dev.penstock.transactions.rows.Fault;
import dev.penstock.transactions.rows.Layout;
import dev.penstock.transactions.rows.Records;
import dev.penstock.transactions.rows.RowParser;
import dev.penstock.transactions.rows.Sniffer;
import dev.penstock.transactions.wire.Pack;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file would be understood; nothing is imported.
 *
 * @param encoding of the file
 * @param lines its first rows
 */
public record Preview(Charset encoding, Layout layout, List<Line> lines) {
  private static final int ROWS = 20;

  public Preview {
    lines = List.copyOf(lines);
  }

  /**
   * A row as it would be understood.
   *
   * @param row null when it is bad
   * @param faults what is wrong with it
   */
  public record Line(long line, @Nullable Transaction row, List<Fault> faults) {
    public Line {
      faults = List.copyOf(faults);
    }
  }

  /**
   * Looks at a file.
   *
   * @param values of the pipeline's inputs
   */
  public static Preview of(byte[] file, InputValues values) {
    var inputs = TransactionsInputs.of(values);
    Encoding encoding = Encoding.of(file, file.length, true);
    byte[] text = plain(file, encoding);
    Sniffer.Sniffed sniffed = Sniffer.of(text, text.length, true, inputs.said());
    var lines = new ArrayList<Line>();
    if (sniffed.layout().missing().isEmpty()) {
      read(text, sniffed, inputs.rows(), lines);
    }
    return new Preview(encoding.charset(), sniffed.layout(), lines);
  }

  private static byte[] plain(byte[] file, Encoding encoding) {
    boolean wide =
        encoding.charset().equals(StandardCharsets.UTF_16LE)
            || encoding.charset().equals(StandardCharsets.UTF_16BE);
    return wide
        ? new String(file, encoding.mark(), file.length - encoding.mark(), encoding.charset())
            .getBytes(StandardCharsets.UTF_8)
        : Arrays.copyOfRange(file, encoding.mark(), file.length);
  }

  private static void read(
      byte[] text, Sniffer.Sniffed sniffed, RowParser.Setting setting, List<Line> lines) {
    byte[] rest = Arrays.copyOfRange(text, sniffed.offset(), text.length);
    var row = new RowReader(rest, rest.length, sniffed.layout().dialect(), sniffed.line());
    var parser = new RowParser(sniffed.layout(), setting, row, rest, sniffed.offset());
    var records = new Pack(1 << 12);
    while (lines.size() < ROWS && row.next()) {
      records.cut(0);
      List<Fault> faults = parser.parse(records);
      Transaction read =
          faults.isEmpty() ? Records.row(records.array(), 0, records.length()).transaction() : null;
      lines.add(new Line(row.line(), read, faults));
    }
  }
}
