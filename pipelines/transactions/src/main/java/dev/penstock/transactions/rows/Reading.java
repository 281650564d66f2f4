package dev.penstock.transactions.rows;

import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a file was read, for people: they see what was left out, and what the file itself did not
 * say.
 *
 * @param columns from column to the header that stood for it
 * @param unused headers that stood for nothing
 * @param assumed what was taken to hold because the file does not say: {@code currency} of amounts,
 *     {@code time_zone}, {@code wallet}, {@code fee_asset}
 */
public record Reading(
    Map<String, String> columns, List<String> unused, Map<String, String> assumed) {
  /** Of an import that nobody has noted anything about. */
  public static final Reading NONE = new Reading(Map.of(), List.of(), Map.of());

  public Reading {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    unused = List.copyOf(unused);
    assumed = Collections.unmodifiableMap(new LinkedHashMap<>(assumed));
  }

  /** What is to be told of a file that was sniffed. */
  public static Reading of(Sniffer.Sniffed sniffed, RowParser.Setting setting) {
    Layout layout = sniffed.layout();
    var columns = new LinkedHashMap<String, String>();
    for (Column column : Column.values()) {
      if (layout.at(column) >= 0) {
        columns.put(column.word(), layout.header(column));
      }
    }
    return new Reading(columns, layout.unused(), assumed(sniffed, setting));
  }

  private static Map<String, String> assumed(Sniffer.Sniffed sniffed, RowParser.Setting setting) {
    Layout layout = sniffed.layout();
    var assumed = new LinkedHashMap<String, String>();
    boolean paid = layout.at(Column.QUOTE_AMOUNT) >= 0 || layout.at(Column.PRICE) >= 0;
    boolean said = layout.at(Column.QUOTE_ASSET) >= 0 || layout.at(Column.PAIR) >= 0;
    if (paid && !said && !layout.isTwoSided()) {
      assumed.put("currency", setting.currency());
    }
    if (layout.at(Column.FEE_AMOUNT) >= 0 && layout.at(Column.FEE_ASSET) < 0) {
      assumed.put("fee_asset", "the quote asset, else " + setting.currency());
    }
    if (sniffed.local()) {
      assumed.put("time_zone", setting.zone().getId());
    }
    if (layout.at(Column.WALLET) < 0) {
      assumed.put("wallet", setting.wallet());
    }
    return assumed;
  }

  /** The same as sentences; empty: there is nothing that somebody should know. */
  public List<String> sentences() {
    var sentences = new ArrayList<String>();
    if (!unused.isEmpty()) {
      sentences.add("Headers that were not used: " + String.join(", ", unused) + ".");
    }
    String currency = assumed.get("currency");
    if (currency != null) {
      sentences.add("No header names a currency: amounts are taken to be " + currency + ".");
    }
    String zone = assumed.get("time_zone");
    if (zone != null) {
      sentences.add("Times without an offset are taken to be of the time zone " + zone + ".");
    }
    return sentences;
  }

  public void packInto(Pack pack) {
    pack(pack, columns);
    pack.whole(unused.size());
    unused.forEach(pack::text);
    pack(pack, assumed);
  }

  private static void pack(Pack pack, Map<String, String> texts) {
    pack.whole(texts.size());
    texts.forEach((name, text) -> pack.text(name).text(text));
  }

  public static Reading unpack(Unpack in) {
    Map<String, String> columns = texts(in);
    var unused = new ArrayList<String>();
    for (int i = in.count(); i > 0; i--) {
      unused.add(in.text());
    }
    return new Reading(columns, unused, texts(in));
  }

  private static Map<String, String> texts(Unpack in) {
    var texts = new LinkedHashMap<String, String>();
    for (int i = in.count(); i > 0; i--) {
      texts.put(in.text(), in.text());
    }
    return texts;
  }
}
