package dev.penstock.transactions.export;

import dev.penstock.transactions.book.PoolRecord;
import dev.penstock.transactions.book.RowId;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.lots.Disallowed;
import dev.penstock.transactions.lots.Match;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.lots.Rules;
import dev.penstock.transactions.lots.Term;
import dev.penstock.transactions.view.AccountView;
import dev.penstock.transactions.view.PoolReader;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every part of every disposal, in the columns of the American Form 8949 and, behind them, with
 * what proves it.
 */
public final class DisposalSheet {
  private static final DateTimeFormatter AMERICAN = DateTimeFormatter.ofPattern("MM/dd/yyyy");

  private final ZoneId zone;
  private final Table csv;

  private final Rules rules;
  private final int only;

  private DisposalSheet(Rules rules, int only, Table csv) {
    this.zone = rules.zone();
    this.rules = rules;
    this.only = only;
    this.csv = csv;
  }

  /**
   * Writes the disposals of a method, asset by asset in the order of time.
   *
   * @param only the tax year; 0: all
   */
  public static void write(AccountView view, Method method, int only, Table csv)
      throws IOException {
    var sheet = new DisposalSheet(view.rules(method), only, csv);
    sheet.csv.row(
        "description",
        "date_acquired",
        "date_sold",
        "proceeds",
        "cost_basis",
        "adjustment_code",
        "adjustment_amount",
        "gain_or_loss",
        "term",
        "type",
        "rule",
        "asset",
        "quantity",
        "disposal",
        "lot");
    for (PoolReader pool : PoolReader.all(view, method)) {
      List<PoolRecord> events = pool.events();
      // A flag is about a whole disposal; it stands beside its first part.
      Map<Integer, Disallowed> flags = new HashMap<>(pool.flags());
      pool.matches(
          match -> sheet.write(pool.asset(), match, events, flags.remove(match.disposal())));
    }
  }

  private void write(String asset, Match match, List<PoolRecord> events, @Nullable Disallowed flag)
      throws IOException {
    PoolRecord sold = events.get(match.disposal());
    if (only != 0 && rules.year(sold.at()) != only) {
      return;
    }
    PoolRecord lot = match.lot() < 0 ? null : events.get(match.lot());
    csv.row(
        Exact.text(match.quantity()) + " " + asset,
        lot == null ? "VARIOUS" : date(lot),
        date(sold),
        match.known() ? Exact.text(match.proceeds()) : "",
        match.known() ? Exact.text(match.cost()) : "",
        flag == null ? "" : flag.rule() == Disallowed.Rule.WASH_SALE ? "W" : "S",
        flag == null ? "" : Exact.text(flag.loss()),
        match.known()
            ? Exact.text(flag == null ? match.gain() : match.gain().add(flag.loss()))
            : "",
        match.term() == Term.NONE ? "" : match.term().name().toLowerCase(Locale.ROOT),
        sold.labels().kind().word(),
        match.rule().word(),
        asset,
        Exact.text(match.quantity()),
        id(sold),
        id(lot));
  }

  private String date(PoolRecord event) {
    return LocalDate.ofInstant(java.time.Instant.ofEpochMilli(event.at()), zone).format(AMERICAN);
  }

  private static String id(@Nullable PoolRecord event) {
    return event == null ? "" : new RowId(event.key(), event.ordinal()).text();
  }
}
