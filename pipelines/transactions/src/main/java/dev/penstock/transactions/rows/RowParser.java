package dev.penstock.transactions.rows;

import dev.penstock.csv.RowReader;
import dev.penstock.transactions.gains.Currencies;
import dev.penstock.transactions.ledger.Amount;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.wire.Coded;
import dev.penstock.transactions.wire.Pack;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the rows of a chunk into records. Used by one thread. */
public final class RowParser {
  /**
   * What holds for a whole file.
   *
   * @param zone of times that name no offset
   * @param wallet of rows that name none
   * @param currency in which is reported; of amounts where the file has no column that says
   */
  public record Setting(ZoneId zone, String wallet, String currency) {}

  private final Layout layout;
  private final Setting setting;
  private final RowReader row;
  private final byte[] bytes;
  private final long base;
  private final Fields fields;
  private final Pack typed = new Pack(256);
  private final MessageDigest sha256 = sha256();
  private final Map<String, Optional<Kind>> kinds = new HashMap<>();
  private final WantedPrices wanted;
  private final Optional<Preset> preset;

  /**
   * A parser.
   *
   * @param base where the bytes begin in the file
   */
  public RowParser(Layout layout, Setting setting, RowReader row, byte[] bytes, long base) {
    this.layout = layout;
    this.setting = setting;
    this.row = row;
    this.bytes = bytes;
    this.base = base;
    this.fields = new Fields(layout, bytes, row, setting.zone());
    this.wanted = new WantedPrices(setting.currency());
    this.preset = Preset.named(layout.preset());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The prices that the rows so far want. */
  public WantedPrices wanted() {
    return wanted;
  }

  /**
   * Appends a record for the row in hand.
   *
   * @return what is wrong with the row; empty: it was appended
   */
  public List<Fault> parse(Pack out) {
    fields.faults().clear();
    if (row.open()) {
      fields.fault(Column.TIMESTAMP, "row.quote_open", "a quoted field never ends");
    } else if (row.fields() > layout.headers().size() && !blankBeyond()) {
      fields.fault(
          Column.TIMESTAMP,
          "row.fields",
          "the row has %d fields, the header %d".formatted(row.fields(), layout.headers().size()));
    } else {
      read(out);
    }
    return fields.faults().isEmpty() ? List.of() : List.copyOf(fields.faults());
  }

  /** Spreadsheets leave delimiters behind rows. */
  private boolean blankBeyond() {
    for (int i = layout.headers().size(); i < row.fields(); i++) {
      if (row.to(i) > row.from(i)) {
        return false;
      }
    }
    return true;
  }

  private void read(Pack out) {
    long at = fields.moment();
    Sides sides = layout.isTwoSided() ? twoSides() : sides();
    Kind kind = sides.kind();
    Amount quote = sides.quote();
    Amount fee = fee(quote);
    BigDecimal value = fields.number(Column.VALUE);
    BigDecimal reported = fields.number(Column.BALANCE);
    String wallet = fields.text(Column.WALLET);
    String externalId = fields.text(Column.EXTERNAL_ID);
    String txHash = fields.text(Column.TX_HASH);
    String note = fields.text(Column.NOTE);
    String lots = fields.text(Column.LOTS);
    if (!fields.faults().isEmpty() || kind == null) {
      return;
    }
    Amount amount = sides.base();
    wanted.add(kind, amount, quote, fee, value != null, at);
    typed.cut(0);
    typed.u8(Coded.of(kind)).text(wallet.isEmpty() ? setting.wallet() : wallet);
    typed.u8(
        (quote == null ? 0 : Records.QUOTE)
            | (fee == null ? 0 : Records.FEE)
            | (value == null ? 0 : Records.VALUE));
    put(amount);
    put(quote);
    put(fee);
    if (value != null) {
      typed.decimal(value.abs());
    }
    typed.text(externalId).text(txHash).text(lots);
    append(out, at, kind, reported, note);
  }

  /** What a row is about: what for what. */
  private record Sides(@Nullable Kind kind, Amount base, @Nullable Amount quote) {}

  private Sides sides() {
    BigDecimal signed = fields.number(Column.BASE_AMOUNT);
    if (signed == null || signed.signum() == 0) {
      complain(signed);
    }
    Kind kind = kind(signed == null ? 1 : signed.signum());
    String[] pair = pair();
    String asset = fields.asset(Column.BASE_ASSET);
    String base = asset.isEmpty() ? pair[0] : asset;
    if (base.isEmpty()) {
      fields.fault(Column.BASE_ASSET, "row.asset_missing", "the row names no asset");
    }
    BigDecimal quantity = signed == null ? BigDecimal.ZERO : signed.abs();
    return new Sides(kind, new Amount(base, quantity), quote(quantity, pair[1]));
  }

  /** Both sides are a trade; one alone is what its type says, or something that moves. */
  private Sides twoSides() {
    Amount received = side(Column.RECEIVED_ASSET, Column.RECEIVED_AMOUNT);
    Amount sent = side(Column.SENT_ASSET, Column.SENT_AMOUNT);
    if (received != null && sent != null) {
      boolean sale = Currencies.isMoney(received.asset()) && !Currencies.isMoney(sent.asset());
      return sale ? new Sides(Kind.SELL, sent, received) : new Sides(Kind.BUY, received, sent);
    }
    Amount only = received == null ? sent : received;
    if (only == null) {
      if (fields.faults().isEmpty()) {
        fields.fault(Column.RECEIVED_AMOUNT, "row.amount_missing", "nothing came and nothing went");
      }
      return new Sides(null, new Amount("", BigDecimal.ZERO), null);
    }
    boolean in = received != null;
    Kind kind = fields.has(Column.TYPE) ? kind(in ? 1 : -1) : Kind.TRANSFER.directed(in ? 1 : -1);
    if (kind != null && kind.incoming() != in) {
      fields.fault(Column.TYPE, "row.type_direction", "this type goes the other way");
    }
    return new Sides(kind, only, null);
  }

  private @Nullable Amount side(Column asset, Column amount) {
    BigDecimal number = fields.number(amount);
    if (number == null || number.signum() == 0) {
      return null;
    }
    String of = fields.asset(asset);
    if (of.isEmpty()) {
      fields.fault(asset, "row.asset_missing", "an amount of which asset?");
    }
    return new Amount(of, number.abs());
  }

  private void complain(@Nullable BigDecimal signed) {
    if (signed != null) {
      fields.fault(Column.BASE_AMOUNT, "row.amount_zero", "an amount of nothing");
    } else if (fields.faults().stream().noneMatch(fault -> fault.code().startsWith("row.amount"))) {
      fields.fault(Column.BASE_AMOUNT, "row.amount_missing", "the row has no amount");
    }
  }

  private void put(@Nullable Amount amount) {
    if (amount != null) {
      typed.text(amount.asset()).decimal(amount.quantity());
    }
  }

  private void append(Pack out, long at, Kind kind, @Nullable BigDecimal reported, String note) {
    sha256.update(typed.array(), 0, typed.length());
    byte[] hash = sha256.digest();
    int raw = row.stop() - row.begin();
    out.i64(Records.sortable(at)).u8(Records.rank(kind)).raw(hash, 0, 16);
    out.u8(0).u8(0).u8(0).u8(0);
    out.slice(typed.array(), 0, typed.length());
    out.whole(row.line()).whole(base + row.begin()).whole(raw).maybe(reported).text(note);
    out.slice(bytes, row.begin(), raw);
  }

  /** By its word, or by the sign of its amount where the file has no such column. */
  private @Nullable Kind kind(int sign) {
    if (fields.at(Column.TYPE) < 0) {
      return preset.map(Preset::unsaid).orElse(Kind.TRADE).directed(sign);
    }
    String word = fields.text(Column.TYPE);
    Optional<Kind> kind =
        kinds.computeIfAbsent(
            word, said -> preset.map(known -> known.kind(said)).orElseGet(() -> Kind.of(said)));
    if (kind.isEmpty()) {
      fields.fault(Column.TYPE, "row.type_unknown", "not a kind of transaction that is known");
      return null;
    }
    return kind.get().directed(sign);
  }

  private String[] pair() {
    if (!fields.has(Column.PAIR)) {
      return new String[] {"", ""};
    }
    String[] parts = Pairs.split(fields.asset(Column.PAIR));
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      fields.fault(Column.PAIR, "row.pair_invalid", "not two assets, such as BTC/EUR");
      return new String[] {"", ""};
    }
    return parts;
  }

  private @Nullable Amount quote(BigDecimal quantity, String paired) {
    BigDecimal total = fields.number(Column.QUOTE_AMOUNT);
    if (total == null) {
      BigDecimal price = fields.number(Column.PRICE);
      if (price == null) {
        return null;
      }
      total = Exact.worth(quantity, price);
    }
    String asset = fields.asset(Column.QUOTE_ASSET);
    String of = asset.isEmpty() ? paired : asset;
    if (of.isEmpty() && fields.at(Column.QUOTE_ASSET) < 0) {
      of = setting.currency();
    }
    if (of.isEmpty()) {
      fields.fault(Column.QUOTE_ASSET, "row.asset_missing", "an amount of which asset?");
      return null;
    }
    return new Amount(of, total.abs());
  }

  private @Nullable Amount fee(@Nullable Amount quote) {
    BigDecimal amount = fields.number(Column.FEE_AMOUNT);
    if (amount == null || amount.signum() == 0) {
      return null;
    }
    String asset = fields.asset(Column.FEE_ASSET);
    if (asset.isEmpty() && fields.at(Column.FEE_ASSET) < 0) {
      asset = quote == null ? setting.currency() : quote.asset();
    }
    if (asset.isEmpty()) {
      fields.fault(Column.FEE_ASSET, "row.asset_missing", "a fee in which asset?");
      return null;
    }
    return new Amount(asset, amount.abs());
  }

  /** Records of a whole chunk, in their order. */
  public static List<int[]> places(Pack records, List<Integer> starts) {
    var places = new ArrayList<int[]>(starts.size());
    for (int i = 0; i < starts.size(); i++) {
      int end = i + 1 < starts.size() ? starts.get(i + 1) : records.length();
      places.add(new int[] {starts.get(i), end});
    }
    byte[] bytes = records.array();
    places.sort((a, b) -> Records.compare(bytes, a[0], bytes, b[0]));
    return places;
  }
}
