package dev.penstock.transactions.rows;

import dev.penstock.csv.DateOrder;
import dev.penstock.csv.DecimalStyle;
import dev.penstock.csv.Dialect;
import dev.penstock.transactions.wire.Coded;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * How a file is laid out: everything that must be known to read any of its rows alone.
 *
 * @param columns where each understood column stands, from 0
 * @param headers as the file has them
 */
public record Layout(
    Dialect dialect,
    DecimalStyle decimals,
    DateOrder dates,
    Map<Column, Integer> columns,
    List<String> headers) {
  private static final IntFunction<DecimalStyle> DECIMALS = Coded.by(DecimalStyle.class);
  private static final IntFunction<DateOrder> DATES = Coded.by(DateOrder.class);
  private static final IntFunction<Column> COLUMNS = Coded.by(Column.class);

  public Layout {
    columns = Map.copyOf(columns);
    headers = List.copyOf(headers);
  }

  /** Where a column stands; -1: nowhere. */
  public int at(Column column) {
    return columns.getOrDefault(column, -1);
  }

  /** What the file calls a column. */
  public String header(Column column) {
    int at = at(column);
    return at < 0 ? column.word() : headers.get(at);
  }

  /** The columns without which a row says nothing, and which are not there. */
  public List<Column> missing() {
    var missing = new ArrayList<Column>();
    for (Column needed : List.of(Column.TIMESTAMP, Column.BASE_AMOUNT)) {
      if (at(needed) < 0) {
        missing.add(needed);
      }
    }
    if (at(Column.BASE_ASSET) < 0 && at(Column.PAIR) < 0) {
      missing.add(Column.BASE_ASSET);
    }
    return missing;
  }

  public void packInto(Pack pack) {
    pack.u8(dialect.delimiter()).u8(dialect.quote()).u8(Coded.of(decimals)).u8(Coded.of(dates));
    pack.whole(columns.size());
    // In the order of the enumeration: the same layout has the same bytes.
    new EnumMap<>(columns).forEach((column, at) -> pack.u8(Coded.of(column)).whole(at));
    pack.whole(headers.size());
    headers.forEach(pack::text);
  }

  public static Layout unpack(Unpack from) {
    var dialect = new Dialect((char) from.u8(), (char) from.u8());
    DecimalStyle decimals = DECIMALS.apply(from.u8());
    DateOrder dates = DATES.apply(from.u8());
    var columns = new EnumMap<Column, Integer>(Column.class);
    for (int i = from.count(); i > 0; i--) {
      columns.put(COLUMNS.apply(from.u8()), from.count());
    }
    var headers = new ArrayList<String>();
    for (int i = from.count(); i > 0; i--) {
      headers.add(from.text());
    }
    return new Layout(dialect, decimals, dates, columns, headers);
  }

  /**
   * Which column each header stands for: what the user says goes first, then exact names, then
   * names of exports; the first header of several that mean the same.
   *
   * @param said from column to header, as the user wrote it
   */
  static Map<Column, Integer> columns(List<String> headers, Map<Column, String> said) {
    var columns = new EnumMap<Column, Integer>(Column.class);
    said.forEach(
        (column, header) -> {
          for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).strip().equalsIgnoreCase(header.strip())) {
              columns.putIfAbsent(column, i);
            }
          }
        });
    for (int i = 0; i < headers.size(); i++) {
      Optional<Column> exact = Column.named(Column.folded(headers.get(i)));
      if (exact.isPresent() && !columns.containsValue(i)) {
        columns.putIfAbsent(exact.get(), i);
      }
    }
    for (int i = 0; i < headers.size(); i++) {
      Optional<Column> meant = Column.meantBy(headers.get(i));
      if (meant.isPresent() && !columns.containsValue(i)) {
        columns.putIfAbsent(meant.get(), i);
      }
    }
    return columns;
  }
}
