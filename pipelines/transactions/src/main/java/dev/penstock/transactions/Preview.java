package dev.penstock.transactions;

import dev.penstock.csv.Encoding;
import dev.penstock.csv.RowReader;
import dev.penstock.pipeline.InputValues;
import dev.penstock.transactions.ledger.Transaction;
import dev.penstock.transactions.rows.Fault;
import dev.penstock.transactions.rows.Layout;
import dev.penstock.transactions.rows.Reading;
import dev.penstock.transactions.rows.Records;
import dev.penstock.transactions.rows.RowParser;
import dev.penstock.transactions.rows.Sniffer;
import dev.penstock.transactions.store.MappingBook;
import dev.penstock.transactions.wire.Pack;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * How a file would be understood; nothing is imported.
 *
 * @param encoding of the file
 * @param reading what was not used of it, and what was assumed
 * @param saved whether a saved mapping was used
 * @param lines its first rows
 */
public record Preview(
    Charset encoding, Layout layout, Reading reading, boolean saved, List<Line> lines) {
  private static final int ROWS = 20;

  /** Bytes of a file that are looked at. */
  public static final int MOST = 1 << 20;

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

  /** What a tenant has said of files before. */
  public record Saved(MappingBook mappings, String tenant) {}

  /**
   * Looks at a file.
   *
   * @param whole whether the bytes are all of the file
   * @param values of the pipeline's inputs
   */
  public static Preview of(byte[] payload, boolean whole, InputValues values, Saved saved)
      throws IOException {
    var inputs = TransactionsInputs.of(values);
    byte[] file = unwrapped(payload);
    boolean all = whole && file.length < MOST;
    Encoding encoding = Encoding.of(file, file.length, all);
    byte[] text = plain(file, encoding);
    var understood =
        new Understanding(saved.mappings(), saved.tenant()).of(text, all, inputs.said());
    Sniffer.Sniffed sniffed = understood.sniffed();
    var lines = new ArrayList<Line>();
    if (sniffed.layout().missing().isEmpty()) {
      read(text, sniffed, inputs.rows(), lines);
    }
    return new Preview(
        encoding.charset(),
        sniffed.layout(),
        Reading.of(sniffed, inputs.rows()),
        understood.saved(),
        lines);
  }

  /** The file out of a form, out of a gzip; its beginning, where it is long. */
  private static byte[] unwrapped(byte[] payload) throws IOException {
    byte[] file = payload;
    Optional<FormPart> part = FormPart.in(payload, Math.min(payload.length, 1 << 16));
    if (part.isPresent()) {
      var out = new ByteArrayOutputStream();
      try {
        part.get()
            .copy(
                new ByteArrayInputStream(
                    payload, part.get().start(), payload.length - part.get().start()),
                out);
      } catch (EOFException e) {
        // It goes on behind what is looked at.
        out.reset();
        out.write(payload, part.get().start(), payload.length - part.get().start());
      }
      file = out.toByteArray();
    }
    if (file.length > 2 && file[0] == 0x1f && (file[1] & 0xff) == 0x8b) {
      try (var in = new GZIPInputStream(new ByteArrayInputStream(file))) {
        return in.readNBytes(MOST);
      }
    }
    return file;
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
