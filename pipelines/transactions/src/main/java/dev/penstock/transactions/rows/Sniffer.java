package dev.penstock.transactions.rows;

import dev.penstock.csv.DateOrder;
import dev.penstock.csv.DecimalField;
import dev.penstock.csv.DecimalStyle;
import dev.penstock.csv.Dialect;
import dev.penstock.csv.Dialects;
import dev.penstock.csv.MomentField;
import dev.penstock.csv.RowReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the layout of a file from its beginning. */
public final class Sniffer {
  private static final int SAMPLES = 500;

  /** Rows that may stand before a header. */
  private static final int PREAMBLE = 40;

  /** Our own columns, in the order of files that have no header. */
  private static final List<String> CANONICAL =
      Stream.of(
              Column.TIMESTAMP,
              Column.WALLET,
              Column.TYPE,
              Column.BASE_ASSET,
              Column.BASE_AMOUNT,
              Column.QUOTE_ASSET,
              Column.QUOTE_AMOUNT,
              Column.FEE_ASSET,
              Column.FEE_AMOUNT,
              Column.EXTERNAL_ID,
              Column.TX_HASH,
              Column.NOTE)
          .map(Column::word)
          .toList();

  private static final int AMOUNT = 4;

  private Sniffer() {}

  /**
   * What the user says about a file; the rest is guessed.
   *
   * @param columns from column to header
   */
  public record Said(
      Optional<DecimalStyle> decimals, Optional<DateOrder> dates, Map<Column, String> columns) {
    public Said {
      columns = Map.copyOf(columns);
    }

    /** The same, and where it says nothing, what another says. */
    public Said or(Said other) {
      return new Said(
          decimals.or(other::decimals),
          dates.or(other::dates),
          columns.isEmpty() ? other.columns : columns);
    }

    /** Nothing. */
    public static final Said NOTHING = new Said(Optional.empty(), Optional.empty(), Map.of());
  }

  /**
   * A layout, and where the rows behind the header begin.
   *
   * @param offset of the first byte behind the header, counted from the head's first
   * @param line of the first row
   * @param local whether some of its first times name no offset from UTC
   */
  public record Sniffed(Layout layout, int offset, long line, boolean local) {}

  /**
   * Sniffs UTF-8 (or what reads like it).
   *
   * @param whole whether the head is all of the file
   */
  public static Sniffed of(byte[] head, int length, boolean whole, Said said) {
    Dialect dialect = Dialects.of(head, length, whole);
    Header header = header(head, length, dialect, said);
    List<String> headers = header.names();
    Optional<Preset> preset = Preset.of(headers);
    Map<Column, Integer> columns = Layout.columns(headers, said.columns(), preset);
    var rows =
        new RowReader(
            Arrays.copyOfRange(head, header.offset(), length),
            length - header.offset(),
            dialect,
            header.line());
    var numbers = new ArrayList<String>();
    var dates = new ArrayList<String>();
    for (int seen = 0; seen < SAMPLES && rows.next(); seen++) {
      if (rows.fields() == headers.size()) {
        sample(rows, columns, numbers, dates);
      }
    }
    var layout =
        new Layout(
            dialect,
            said.decimals().orElseGet(() -> DecimalStyle.of(numbers)),
            said.dates().orElseGet(() -> DateOrder.of(dates)),
            columns,
            headers,
            preset.map(Preset::name).orElse(""));
    return new Sniffed(layout, header.offset(), header.line(), anyLocal(layout.dates(), dates));
  }

  private static boolean anyLocal(DateOrder order, List<String> dates) {
    var field = new MomentField(order, ZoneOffset.UTC);
    return dates.stream()
        .map(date -> date.strip().getBytes(StandardCharsets.UTF_8))
        .anyMatch(
            date -> field.read(date, 0, date.length) == MomentField.Read.DONE && field.local());
  }

  /**
   * A header, and where the rows behind it begin.
   *
   * @param understood whether rows can be read by it
   */
  private record Header(List<String> names, int offset, long line, boolean understood) {}

  /**
   * Reports have lines before their header: it is the first row that can be understood as one. A
   * file that begins with a row of ours has none; else it is the first row, whatever it says.
   */
  private static Header header(byte[] head, int length, Dialect dialect, Said said) {
    var rows = new RowReader(head, length, dialect, 1);
    Header first = null;
    for (int seen = 0; seen < PREAMBLE && rows.next(); seen++) {
      Header header = header(rows, dialect, said);
      if (first == null && isRow(rows)) {
        return new Header(
            CANONICAL.subList(0, Math.min(CANONICAL.size(), rows.fields())), 0, 1, true);
      }
      if (header.understood()) {
        return header;
      }
      first = first == null ? header : first;
    }
    return first == null ? new Header(List.of(), length, 1, false) : first;
  }

  private static Header header(RowReader rows, Dialect dialect, Said said) {
    var names = new ArrayList<String>();
    for (int i = 0; i < rows.fields(); i++) {
      names.add(rows.text(i).strip());
    }
    Map<Column, Integer> columns = Layout.columns(names, said.columns(), Preset.of(names));
    var layout = new Layout(dialect, DecimalStyle.POINT, DateOrder.YMD, columns, names, "");
    return new Header(names, rows.after(), rows.nextLine(), layout.missing().isEmpty());
  }

  /** Whether a row has a time, an asset and an amount where our own columns have them. */
  private static boolean isRow(RowReader rows) {
    if (rows.fields() <= AMOUNT || rows.text(AMOUNT - 1).isBlank()) {
      return false;
    }
    byte[] time = rows.text(0).strip().getBytes(StandardCharsets.UTF_8);
    DateOrder order = DateOrder.of(List.of(rows.text(0)));
    return new MomentField(order, ZoneOffset.UTC).read(time, 0, time.length)
            == MomentField.Read.DONE
        && DecimalField.parse(rows.text(AMOUNT).strip(), DecimalStyle.POINT) != null;
  }

  private static void sample(
      RowReader rows, Map<Column, Integer> columns, List<String> numbers, List<String> dates) {
    for (Column column :
        List.of(
            Column.BASE_AMOUNT,
            Column.QUOTE_AMOUNT,
            Column.FEE_AMOUNT,
            Column.PRICE,
            Column.RECEIVED_AMOUNT,
            Column.SENT_AMOUNT)) {
      Integer at = columns.get(column);
      if (at != null) {
        numbers.add(rows.text(at));
      }
    }
    Integer at = columns.get(Column.TIMESTAMP);
    if (at != null) {
      dates.add(rows.text(at));
    }
  }
}
