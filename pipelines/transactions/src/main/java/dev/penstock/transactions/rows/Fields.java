package dev.penstock.transactions.rows;

import dev.penstock.csv.DecimalField;
import dev.penstock.csv.MomentField;
import dev.penstock.csv.RowReader;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.wire.Coded;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of the row in hand, and collects what is wrong with them. */
final class Fields {
  private static final int LONGEST_ASSET = 40;
  private static final int LONGEST_TEXT = 2_000;

  /** What some exchanges call what everybody else calls otherwise. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "XBT", "BTC", "XXBT", "BTC", "XETH", "ETH", "ZUSD", "USD", "ZEUR", "EUR", "ZGBP", "GBP");

  private final Layout layout;
  private final byte[] bytes;
  private final RowReader row;
  private final DecimalField decimals;
  private final MomentField moments;
  private final Map<String, String> assets = new HashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final int[] places = new int[Column.values().length];

  Fields(Layout layout, byte[] bytes, RowReader row, ZoneId zone) {
    this.layout = layout;
    this.bytes = bytes;
    this.row = row;
    this.decimals = new DecimalField(layout.decimals());
    this.moments = new MomentField(layout.dates(), zone);
    for (Column column : Column.values()) {
      places[Coded.of(column)] = layout.at(column);
    }
  }

  /** Where a column stands; -1: nowhere. */
  int at(Column column) {
    return places[Coded.of(column)];
  }

  List<Fault> faults() {
    return faults;
  }

  void fault(Column column, String code, String message) {
    faults.add(new Fault(layout.header(column), code, raw(column), message));
  }

  boolean has(Column column) {
    int at = at(column);
    if (at < 0 || at >= row.fields()) {
      return false;
    }
    for (int i = row.from(at); i < row.to(at); i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t') {
        return true;
      }
    }
    return false;
  }

  private String raw(Column column) {
    int at = at(column);
    return at < 0 ? "" : row.text(at);
  }

  /** A text without spaces around it; empty when there is none. */
  String text(Column column) {
    String text = raw(column).strip();
    if (text.length() > LONGEST_TEXT) {
      fault(column, "row.text_too_long", "at most 2000 characters are kept");
      return "";
    }
    return text;
  }

  long moment() {
    int at = at(Column.TIMESTAMP);
    if (!has(Column.TIMESTAMP)) {
      fault(Column.TIMESTAMP, "row.time_missing", "the row has no time");
      return 0;
    }
    switch (moments.read(bytes, row.from(at), row.to(at))) {
      case DONE -> {
        return moments.millis();
      }
      case UNREADABLE ->
          fault(
              Column.TIMESTAMP,
              "row.time_unreadable",
              "not a time in the order " + layout.dates().word());
      case NEVER_WAS ->
          fault(
              Column.TIMESTAMP,
              "row.time_never_was",
              "the clocks of the time zone leap over this time");
    }
    return 0;
  }

  /** A number with its sign; null when there is none or it cannot be used, which is a fault. */
  @Nullable BigDecimal number(Column column) {
    int at = at(column);
    if (!has(column)) {
      return null;
    }
    if (!decimals.read(bytes, row.from(at), row.to(at))) {
      fault(column, "row.amount_unreadable", "not a decimal number");
      return null;
    }
    BigDecimal number = decimals.value();
    if (!Exact.fits(number)) {
      fault(
          column,
          "row.amount_digits",
          "more than 38 digits, or more than 18 of them after the point");
      return null;
    }
    return number;
  }

  /** What everybody calls an asset. */
  static String usual(String asset) {
    return ALIASES.getOrDefault(asset, asset);
  }

  /** An asset in capitals; empty when there is none. */
  String asset(Column column) {
    String text = raw(column);
    String known = assets.get(text);
    if (known != null) {
      return known;
    }
    String asset = text.strip().toUpperCase(Locale.ROOT);
    if (asset.isEmpty()) {
      return "";
    }
    if (asset.length() > LONGEST_ASSET || asset.chars().anyMatch(c -> c <= ' ')) {
      fault(column, "row.asset_invalid", "not the name of an asset");
      return "";
    }
    String usual = usual(asset);
    assets.put(text, usual);
    return usual;
  }
}
