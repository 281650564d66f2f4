package dev.penstock.transactions.export;

import dev.penstock.transactions.book.BalanceSheet;
import dev.penstock.transactions.book.Holdings;
import dev.penstock.transactions.book.Issue;
import dev.penstock.transactions.book.Mark;
import dev.penstock.transactions.gains.Prices.Price;
import dev.penstock.transactions.ledger.Amount;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.ledger.Transaction;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.view.AccountView;
import dev.penstock.transactions.view.RowQuery;
import dev.penstock.transactions.view.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An account's tables. */
public final class Sheets {
  private Sheets() {}

  /** Realised gains of every method. */
  public static void gains(AccountView view, Table csv) throws IOException {
    csv.row(
        "method",
        "year",
        "asset",
        "term",
        "type",
        "quantity",
        "proceeds",
        "cost",
        "gain",
        "incomplete");
    for (Method method : view.methods()) {
      unchecked(
          () ->
              view.gains(method)
                  .orElseThrow()
                  .forEach(
                      (key, sum) ->
                          row(
                              csv,
                              method.word(),
                              Integer.toString(key.year()),
                              key.asset(),
                              key.term().name().toLowerCase(Locale.ROOT),
                              key.kind().word(),
                              Exact.text(sum.quantity()),
                              Exact.text(sum.proceeds()),
                              Exact.text(sum.cost()),
                              Exact.text(sum.gain()),
                              Long.toString(sum.incomplete()))));
    }
  }

  /** Income by year and kind. */
  public static void income(AccountView view, Table csv) throws IOException {
    csv.row("year", "type", "asset", "quantity", "value", "incomplete");
    unchecked(
        () ->
            view.income()
                .forEach(
                    (key, sum) ->
                        row(
                            csv,
                            Integer.toString(key.year()),
                            key.kind().word(),
                            key.asset(),
                            Exact.text(sum.quantity()),
                            Exact.text(sum.value()),
                            Long.toString(sum.incomplete()))));
  }

  /** What each wallet holds behind the last row. */
  public static void balances(BalanceSheet balances, Table csv) throws IOException {
    csv.row("wallet", "asset", "balance");
    unchecked(
        () ->
            balances.forEach(
                (key, balance) -> row(csv, key.wallet(), key.asset(), Exact.text(balance))));
  }

  /** What is held, what it cost and what it would bring. */
  public static void holdings(AccountView view, Table csv) throws IOException {
    csv.row("method", "asset", "quantity", "cost", "price", "price_time", "value", "gain");
    for (Method method : view.methods()) {
      for (Holdings.Line line : view.holdings(method).lines()) {
        Price price = line.price();
        BigDecimal value = line.value();
        csv.row(
            method.word(),
            line.asset(),
            Exact.text(line.quantity()),
            line.known() ? Exact.text(line.cost()) : "",
            price == null ? "" : Exact.text(price.value()),
            price == null ? "" : Instant.ofEpochMilli(price.time()).toString(),
            text(value),
            value == null || !line.known() ? "" : Exact.text(value.subtract(line.cost())));
      }
    }
  }

  /** What a person should look at. */
  public static void issues(AccountView view, Table csv) throws IOException {
    csv.row("id", "kind", "severity", "asset", "detail", "rows");
    for (Issue issue : view.issues()) {
      csv.row(
          issue.id(),
          issue.kind().word(),
          issue.severity().name().toLowerCase(Locale.ROOT),
          issue.asset(),
          issue.detail(),
          String.join(" ", issue.rows()));
    }
  }

  /** Every row with what was found out about it. */
  public static void transactions(AccountView view, Table csv) throws IOException {
    transactions(view, RowQuery.ALL, csv);
  }

  /** Rows with what was found out about them; can be imported again. */
  public static void transactions(AccountView view, RowQuery query, Table csv) throws IOException {
    csv.row(
        "timestamp",
        "wallet",
        "type",
        "base_asset",
        "base_amount",
        "quote_asset",
        "quote_amount",
        "fee_asset",
        "fee_amount",
        "external_id",
        "tx_hash",
        "note",
        "lots",
        "transaction",
        "worth",
        "price_source",
        "price_time",
        "wallet_balance",
        "status");
    view.rows()
        .forEach(
            query,
            seen -> {
              row(csv, seen);
              return true;
            });
  }

  private static void row(Table csv, Seen seen) throws IOException {
    Transaction row = seen.row().transaction();
    Price price = seen.mark().price();
    csv.row(
        Instant.ofEpochMilli(row.at()).toString(),
        row.wallet(),
        row.kind().word(),
        row.base().asset(),
        Exact.text(row.base().quantity()),
        asset(row.quote()),
        quantity(row.quote()),
        asset(row.fee()),
        quantity(row.fee()),
        row.names().externalId(),
        row.names().txHash(),
        row.names().note(),
        row.names().lots(),
        seen.id().text(),
        text(seen.mark().value()),
        price == null ? "" : price.source(),
        price == null ? "" : Instant.ofEpochMilli(price.time()).toString(),
        Exact.text(seen.mark().balance()),
        seen.mark().state() == Mark.State.COUNTED
            ? ""
            : seen.mark().state().name().toLowerCase(Locale.ROOT));
  }

  private static String asset(@Nullable Amount amount) {
    return amount == null ? "" : amount.asset();
  }

  private static String quantity(@Nullable Amount amount) {
    return amount == null ? "" : Exact.text(amount.quantity());
  }

  private static String text(@Nullable BigDecimal number) {
    return number == null ? "" : Exact.text(number);
  }

  private static void row(Table csv, String... fields) {
    try {
      csv.row(fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unchecked(Writing writing) throws IOException {
    try {
      writing.run();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }
}
