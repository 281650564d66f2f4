package dev.penstock.transactions.rows;

import dev.penstock.csv.DateOrder;
import dev.penstock.csv.DecimalStyle;
import dev.penstock.csv.Dialect;
import dev.penstock.csv.Dialects;
import dev.penstock.csv.RowReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the layout of a file from its beginning. */
public final class Sniffer {
  private static final int SAMPLES = 500;

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

    /** Nothing. */
    public static final Said NOTHING = new Said(Optional.empty(), Optional.empty(), Map.of());
  }

  /**
   * A layout, and where the rows behind the header begin.
   *
   * @param offset of the first byte behind the header, counted from the head's first
   * @param line of the first row
   */
  public record Sniffed(Layout layout, int offset, long line) {}

  /**
   * Sniffs UTF-8 (or what reads like it).
   *
   * @param whole whether the head is all of the file
   */
  public static Sniffed of(byte[] head, int length, boolean whole, Said said) {
    Dialect dialect = Dialects.of(head, length, whole);
    var rows = new RowReader(head, length, dialect, 1);
    var headers = new ArrayList<String>();
    if (rows.next()) {
      for (int i = 0; i < rows.fields(); i++) {
        headers.add(rows.text(i).strip());
      }
    }
    int offset = rows.after();
    long line = rows.nextLine();
    Map<Column, Integer> columns = Layout.columns(headers, said.columns());
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
            headers);
    return new Sniffed(layout, offset, line);
  }

  private static void sample(
      RowReader rows, Map<Column, Integer> columns, List<String> numbers, List<String> dates) {
    for (Column column :
        List.of(Column.BASE_AMOUNT, Column.QUOTE_AMOUNT, Column.FEE_AMOUNT, Column.PRICE)) {
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
