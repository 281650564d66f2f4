package dev.penstock.transactions.rows;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns that Penstock understands, and what exports call them. */
public enum Column {
  TIMESTAMP(
      "time",
      "date",
      "datetime",
      "date_time",
      "date_utc",
      "utc_time",
      "time_utc",
      "timestamp_utc",
      "created_at",
      "executed_at",
      "trade_date",
      "booking_date",
      "transaction_date",
      "open_time",
      "datum",
      "buchungstag",
      "buchungsdatum",
      "zeit",
      "fecha",
      "data"),
  WALLET(
      "account_name",
      "exchange",
      "portfolio",
      "source_wallet",
      "location",
      "platform",
      "depot",
      "wallet_name"),
  TYPE(
      "transaction_type",
      "kind",
      "side",
      "operation",
      "action",
      "activity",
      "direction",
      "typ",
      "buy_sell",
      "tx_type",
      "category",
      "buchungstext"),
  BASE_ASSET(
      "asset", "coin", "symbol", "base", "base_currency", "ticker", "cryptocurrency", "instrument"),
  BASE_AMOUNT(
      "amount",
      "quantity",
      "qty",
      "size",
      "volume",
      "vol",
      "base_quantity",
      "quantity_transacted",
      "change",
      "executed",
      "units",
      "betrag",
      "menge",
      "filled",
      "amount_base"),
  QUOTE_ASSET(
      "quote",
      "quote_currency",
      "price_currency",
      "spot_price_currency",
      "counter_currency",
      "counter_asset",
      "settlement_currency"),
  QUOTE_AMOUNT(
      "total",
      "cost",
      "subtotal",
      "quote_quantity",
      "proceeds",
      "counter_amount",
      "gross_amount",
      "amount_quote",
      "funds",
      "turnover",
      "gesamt"),
  FEE_ASSET("fee_currency", "fee_coin", "commission_asset", "commission_currency"),
  FEE_AMOUNT("fee", "fees", "commission", "fees_and_or_spread", "trading_fee", "gebuehr", "gebühr"),
  EXTERNAL_ID(
      "id",
      "txid",
      "transaction_id",
      "trade_id",
      "order_id",
      "reference",
      "ref_id",
      "refid",
      "uuid",
      "match_id",
      "fitid",
      "ordertxid"),
  TX_HASH("hash", "txhash", "transaction_hash", "blockchain_hash", "tx"),
  NOTE(
      "notes",
      "description",
      "memo",
      "comment",
      "remark",
      "label",
      "details",
      "purpose",
      "verwendungszweck",
      "beschreibung",
      "text"),
  /** What the wallet holds of the base asset after the row, as the source says. */
  BALANCE("running_balance", "balance_after", "saldo", "new_balance"),
  /** What the base was worth in the reporting currency; exports mean any currency by such names. */
  VALUE,
  /** Which lots a disposal uses. */
  LOTS("lot", "lot_ids", "specific_lots"),
  /** Base and quote in one: {@code BTC/EUR}. */
  PAIR("market", "trading_pair", "product", "symbol_pair", "instrument_pair"),
  /** Of one unit of the base, in the quote asset. */
  PRICE(
      "rate",
      "price_per_unit",
      "unit_price",
      "spot_price_at_transaction",
      "spot_price",
      "avg_price",
      "average_price",
      "kurs"),
  /** What came, where rows have two sides instead of a base and a quote. */
  RECEIVED_ASSET("received_currency", "buy_currency", "incoming_asset", "to_currency", "in_asset"),
  RECEIVED_AMOUNT(
      "received_quantity",
      "buy_amount",
      "incoming_amount",
      "to_amount",
      "in_amount",
      "buy_quantity"),
  SENT_ASSET("sent_currency", "sell_currency", "outgoing_asset", "from_currency", "out_asset"),
  SENT_AMOUNT(
      "sent_quantity",
      "sell_amount",
      "outgoing_amount",
      "from_amount",
      "out_amount",
      "sell_quantity");

  /** What may be the base or the quote, as the other columns are. */
  private static final Set<String> CURRENCY = Set.of("currency", "waehrung", "währung", "moneda");

  private static final Map<String, Column> NAMES = new HashMap<>();

  static {
    for (Column column : values()) {
      NAMES.put(column.word(), column);
      column.others.forEach(other -> NAMES.put(other, column));
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed
  private final List<String> others;

  Column(String... others) {
    this.others = List.of(others);
  }

  /** The name of the API: {@code base_amount}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The column that a header names exactly, by its name here. */
  public static Optional<Column> named(String word) {
    Column column = NAMES.get(word);
    return column != null && column.word().equals(word) ? Optional.of(column) : Optional.empty();
  }

  /** The column that a header of an export means. */
  static Optional<Column> meantBy(String header) {
    return Optional.ofNullable(NAMES.get(folded(header)));
  }

  /** Whether a header is a currency, and does not say of what. */
  static boolean isCurrency(String header) {
    return CURRENCY.contains(folded(header));
  }

  /** Lower case, with an underscore for each run of other characters. */
  static String folded(String header) {
    String folded = header.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_");
    int from = folded.startsWith("_") ? 1 : 0;
    int to = folded.length() > from && folded.endsWith("_") ? folded.length() - 1 : folded.length();
    return folded.substring(from, to);
  }
}
