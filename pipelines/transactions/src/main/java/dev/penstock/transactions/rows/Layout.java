package dev.penstock.transactions.rows;

import dev.penstock.csv.DateOrder;
import dev.penstock.csv.DecimalStyle;
import dev.penstock.csv.Dialect;
import dev.penstock.transactions.wire.Coded;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * How a file is laid out: everything that must be known to read any of its rows alone.
 *
 * @param columns where each understood column stands, from 0
 * @param headers as the file has them
 * @param preset the export that it is; empty: none that is known by name
 */
public record Layout(
    Dialect dialect,
    DecimalStyle decimals,
    DateOrder dates,
    Map<Column, Integer> columns,
    List<String> headers,
    String preset) {
  /** What stands behind the columns of bad rows that were given back to be corrected. */
  private static final Set<String> REMARKS = Set.of("_line", "_column", "_code", "_message");

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

  /** Headers that stand for nothing here, as the file has them; our own remarks are none. */
  public List<String> unused() {
    var unused = new ArrayList<String>();
    for (int i = 0; i < headers.size(); i++) {
      String header = headers.get(i);
      if (!header.isBlank() && !columns.containsValue(i) && !REMARKS.contains(header)) {
        unused.add(header);
      }
    }
    return unused;
  }

  /** The columns without which a row says nothing, and which are not there. */
  public List<Column> missing() {
    var missing = new ArrayList<Column>();
    if (at(Column.TIMESTAMP) < 0) {
      missing.add(Column.TIMESTAMP);
    }
    if (isTwoSided()) {
      return missing;
    }
    if (at(Column.BASE_AMOUNT) < 0) {
      missing.add(Column.BASE_AMOUNT);
    }
    if (at(Column.BASE_ASSET) < 0 && at(Column.PAIR) < 0) {
      missing.add(Column.BASE_ASSET);
    }
    return missing;
  }

  /** Whether rows say what was received and what was sent, instead of what was traded for what. */
  boolean isTwoSided() {
    return at(Column.BASE_AMOUNT) < 0
        && at(Column.RECEIVED_AMOUNT) >= 0
        && at(Column.RECEIVED_ASSET) >= 0
        && at(Column.SENT_AMOUNT) >= 0
        && at(Column.SENT_ASSET) >= 0;
  }

  /** Names the header: files that are laid out in the same way have the same one. */
  public String fingerprint() {
    var text = new StringBuilder();
    headers.forEach(header -> text.append(Column.folded(header)).append('\n'));
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    byte[] hash = sha256.digest(text.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 16);
  }

  public void packInto(Pack pack) {
    pack.u8(dialect.delimiter()).u8(dialect.quote()).u8(Coded.of(decimals)).u8(Coded.of(dates));
    pack.whole(columns.size());
    // In the order of the enumeration: the same layout has the same bytes.
    new EnumMap<>(columns).forEach((column, at) -> pack.u8(Coded.of(column)).whole(at));
    pack.whole(headers.size());
    headers.forEach(pack::text);
    pack.text(preset);
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
    return new Layout(dialect, decimals, dates, columns, headers, from.text());
  }

  /**
   * Which column each header stands for: what the user says goes first, then exact names, then
   * names of exports; the first header of several that mean the same.
   *
   * @param said from column to header, as the user wrote it
   * @param preset of the export, which then says the rest
   */
  static Map<Column, Integer> columns(
      List<String> headers, Map<Column, String> said, Optional<Preset> preset) {
    var columns = new EnumMap<Column, Integer>(Column.class);
    said.forEach(
        (column, header) -> {
          for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).strip().equalsIgnoreCase(header.strip())) {
              columns.putIfAbsent(column, i);
            }
          }
        });
    if (preset.isPresent()) {
      preset.get().place(headers, columns);
      return columns;
    }
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
    currency(headers, columns);
    if (columns.containsKey(Column.RECEIVED_AMOUNT) && !columns.containsKey(Column.TYPE)) {
      label(headers, columns);
    }
    return columns;
  }

  /**
   * A currency without more is that of what was paid, where another column says what was bought;
   * where none does, it is what the row is about.
   */
  private static void currency(List<String> headers, Map<Column, Integer> columns) {
    for (int i = 0; i < headers.size(); i++) {
      if (Column.isCurrency(headers.get(i)) && !columns.containsValue(i)) {
        boolean named = columns.containsKey(Column.BASE_ASSET) || columns.containsKey(Column.PAIR);
        boolean paid =
            columns.containsKey(Column.QUOTE_AMOUNT) || columns.containsKey(Column.PRICE);
        if (named && paid) {
          columns.putIfAbsent(Column.QUOTE_ASSET, i);
        } else if (!named && !columns.containsKey(Column.RECEIVED_ASSET)) {
          columns.put(Column.BASE_ASSET, i);
        }
      }
    }
  }

  /** Where rows have two sides, their label says what one side alone is. */
  private static void label(List<String> headers, Map<Column, Integer> columns) {
    List<String> folded = headers.stream().map(Column::folded).toList();
    for (String name : List.of("label", "tag")) {
      int at = folded.indexOf(name);
      if (at >= 0) {
        columns.values().remove(at);
        columns.put(Column.TYPE, at);
        return;
      }
    }
  }
}
