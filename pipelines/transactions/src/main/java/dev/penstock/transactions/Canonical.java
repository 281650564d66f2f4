package dev.penstock.transactions;

import dev.penstock.transactions.ledger.Amount;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.ledger.Transaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction in the columns of our own, whatever columns it came in. */
final class Canonical {
  static final List<String> COLUMNS =
      List.of(
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
          "value");

  private Canonical() {}

  static List<String> fields(Transaction row) {
    BigDecimal value = row.value();
    return List.of(
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
        value == null ? "" : Exact.text(value));
  }

  private static String asset(@Nullable Amount amount) {
    return amount == null ? "" : amount.asset();
  }

  private static String quantity(@Nullable Amount amount) {
    return amount == null ? "" : Exact.text(amount.quantity());
  }
}
