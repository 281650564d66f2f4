package dev.penstock.transactions.rows;

import dev.penstock.transactions.ledger.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An export that is known by its header: what its columns mean, and its words where they are not
 * those of everybody. A word without a meaning is a row that cannot be read alone.
 *
 * @param columns with the folded header of each; several that may be called otherwise
 * @param marks other folded headers by which the export is known
 * @param words of its types
 * @param unsaid what a row without a type is, by the sign of its amount
 */
record Preset(
    String name,
    List<Place> columns,
    List<String> marks,
    Map<String, Optional<Kind>> words,
    Kind unsaid) {
  /**
   * Where a column stands.
   *
   * @param needed whether the export always has it
   */
  record Place(Column column, String header, boolean needed) {}

  private static final List<Preset> KNOWN =
      List.of(
          exchange(
              "coinbase",
              "timestamp=timestamp type=transaction_type base_asset=asset"
                  + " base_amount=quantity_transacted quote_asset=spot_price_currency?"
                  + " quote_asset=price_currency? quote_amount=subtotal"
                  + " fee_amount=fees_and_or_spread note=notes external_id=id?",
              "",
              "advanced_trade_buy=buy advanced_trade_sell=sell rewards_income=reward"
                  + " staking_income=staking inflation_reward=staking learning_reward=reward"
                  + " coinbase_earn=reward send=withdrawal receive=deposit convert="),
          exchange(
              "coinbase-pro",
              "external_id=trade_id pair=product type=side timestamp=created_at base_amount=size"
                  + " price=price fee_amount=fee fee_asset=price_fee_total_unit",
              "size_unit",
              ""),
          exchange(
              "kraken-trades",
              "external_id=txid pair=pair timestamp=time type=type price=price quote_amount=cost"
                  + " fee_amount=fee base_amount=vol",
              "ordertxid margin",
              ""),
          exchange(
              "kraken-ledgers",
              "external_id=txid timestamp=time type=type base_asset=asset base_amount=amount"
                  + " fee_amount=fee fee_asset=asset balance=balance",
              "refid aclass",
              "earn=staking trade= spend= receive= margin= rollover= settled="),
          exchange(
              "binance-trades",
              "timestamp=date_utc pair=market type=type price=price base_amount=amount"
                  + " quote_amount=total fee_amount=fee fee_asset=fee_coin",
              "",
              ""),
          exchange(
              "binance-ledger",
              "timestamp=utc_time wallet=account type=operation base_asset=coin base_amount=change"
                  + " note=remark",
              "",
              "withdraw=withdrawal distribution=airdrop staking_rewards=staking"
                  + " simple_earn_flexible_interest=interest simple_earn_locked_rewards=staking"
                  + " buy= sell= fee= transaction_related= transaction_buy= transaction_sold="
                  + " transaction_spend= transaction_revenue= transaction_fee= binance_convert="),
          bank(
              "sparkasse",
              "wallet=auftragskonto timestamp=buchungstag note=verwendungszweck"
                  + " base_amount=betrag base_asset=waehrung",
              "valutadatum"),
          bank(
              "revolut",
              "wallet=product timestamp=completed_date note=description base_amount=amount"
                  + " fee_amount=fee fee_asset=currency base_asset=currency balance=balance",
              "started_date state"),
          bank(
              "wise",
              "external_id=transferwise_id timestamp=date base_amount=amount base_asset=currency"
                  + " note=description balance=running_balance",
              ""));

  private static Preset exchange(String name, String columns, String marks, String words) {
    return of(name, columns, marks, words, Kind.TRADE);
  }

  /** Money that moves, by its sign: what a bank calls it says nothing about gains. */
  private static Preset bank(String name, String columns, String marks) {
    return of(name, columns, marks, "", Kind.TRANSFER);
  }

  private static Preset of(String name, String columns, String marks, String words, Kind unsaid) {
    var places = new ArrayList<Place>();
    for (String column : columns.split(" ", -1)) {
      String[] parts = column.split("=", 2);
      boolean optional = parts[1].endsWith("?");
      String header = optional ? parts[1].substring(0, parts[1].length() - 1) : parts[1];
      places.add(new Place(Column.named(parts[0]).orElseThrow(), header, !optional));
    }
    var kinds = new HashMap<String, Optional<Kind>>();
    for (String word : list(words)) {
      String[] parts = word.split("=", 2);
      kinds.put(parts[0], Kind.of(parts[1]));
    }
    return new Preset(name, places, list(marks), kinds, unsaid);
  }

  private static List<String> list(String words) {
    return words.isEmpty() ? List.of() : List.of(words.split(" ", -1));
  }

  /** The export that has this header. */
  static Optional<Preset> of(List<String> headers) {
    List<String> folded = headers.stream().map(Column::folded).toList();
    return KNOWN.stream().filter(preset -> folded.containsAll(preset.signature())).findFirst();
  }

  static Optional<Preset> named(String name) {
    return KNOWN.stream().filter(preset -> preset.name().equals(name)).findFirst();
  }

  private List<String> signature() {
    return Stream.concat(columns.stream().filter(Place::needed).map(Place::header), marks.stream())
        .toList();
  }

  /** Adds where its columns stand. */
  void place(List<String> headers, Map<Column, Integer> into) {
    List<String> folded = headers.stream().map(Column::folded).toList();
    for (Place place : columns) {
      int at = folded.indexOf(place.header());
      if (at >= 0) {
        into.putIfAbsent(place.column(), at);
      }
    }
  }

  /** What a word means; null: it has no meaning of its own here. */
  Optional<Kind> kind(String word) {
    Optional<Kind> own = words.get(Column.folded(word));
    return own == null ? Kind.of(word) : own;
  }
}
