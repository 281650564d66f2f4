package dev.penstock.server.account;

import dev.penstock.server.web.Json;
import dev.penstock.transactions.book.Mark;
import dev.penstock.transactions.book.PoolRecord;
import dev.penstock.transactions.book.RowId;
import dev.penstock.transactions.gains.Prices.Price;
import dev.penstock.transactions.ledger.Amount;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.ledger.Leg;
import dev.penstock.transactions.ledger.Transaction;
import dev.penstock.transactions.lots.Disallowed;
import dev.penstock.transactions.lots.Match;
import dev.penstock.transactions.lots.Term;
import dev.penstock.transactions.view.AccountView;
import dev.penstock.transactions.view.Disposal;
import dev.penstock.transactions.view.Seen;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Transactions and disposals as JSON. Amounts are texts: no reader rounds them by accident. */
final class TransactionJson {
  private TransactionJson() {}

  /**
   * One transaction.
   *
   * @param full with its legs, and the row of the file that it was
   */
  static void write(JsonGenerator json, AccountView view, Seen seen, boolean full) {
    json.writeStartObject();
    members(json, view, seen, full);
    json.writeEndObject();
  }

  private static void members(JsonGenerator json, AccountView view, Seen seen, boolean full) {
    Transaction row = seen.row().transaction();
    json.writeStringProperty("id", seen.id().text());
    asRead(json, row);
    number(json, "value", seen.mark().value());
    json.writeStringProperty("status", status(seen.mark().state()));
    price(json, seen.mark().price());
    json.writeStringProperty("balance", Exact.text(seen.mark().balance()));
    if (full) {
      json.writeArrayPropertyStart("legs");
      row.legs().forEach(leg -> leg(json, leg));
      json.writeEndArray();
      source(json, view, seen);
    }
  }

  private static String status(Mark.State state) {
    return switch (state) {
      case COUNTED -> "priced";
      case UNPRICED -> "unpriced";
      case DROPPED -> "dropped";
    };
  }

  /** What a row says by itself. */
  static void asRead(JsonGenerator json, Transaction row) {
    Json.moment(json, "timestamp", Instant.ofEpochMilli(row.at()));
    json.writeStringProperty("wallet", row.wallet());
    json.writeStringProperty("type", row.kind().word());
    amount(json, "base", row.base());
    amount(json, "quote", row.quote());
    amount(json, "fee", row.fee());
    text(json, "external_id", row.names().externalId());
    text(json, "tx_hash", row.names().txHash());
    text(json, "note", row.names().note());
  }

  private static void source(JsonGenerator json, AccountView view, Seen seen) {
    var source = seen.row().source();
    List<String> imports = view.facts().imports();
    json.writeObjectPropertyStart("source");
    json.writeStringProperty(
        "job", source.number() < imports.size() ? imports.get(source.number()) : "");
    json.writeNumberProperty("line", source.line());
    json.writeNumberProperty("byte", source.offset());
    json.writeNumberProperty("length", source.length());
    json.writeStringProperty("row", seen.row().raw());
    json.writeEndObject();
  }

  private static void leg(JsonGenerator json, Leg leg) {
    json.writeStartObject();
    json.writeStringProperty("wallet", leg.wallet());
    json.writeStringProperty("asset", leg.asset());
    json.writeStringProperty("amount", Exact.text(leg.quantity()));
    json.writeStringProperty("role", leg.role().name().toLowerCase(Locale.ROOT));
    json.writeEndObject();
  }

  private static void amount(JsonGenerator json, String name, @Nullable Amount amount) {
    if (amount != null) {
      json.writeStringProperty(name + "_asset", amount.asset());
      json.writeStringProperty(name + "_amount", Exact.text(amount.quantity()));
    }
  }

  private static void text(JsonGenerator json, String name, String text) {
    if (!text.isEmpty()) {
      json.writeStringProperty(name, text);
    }
  }

  static void number(JsonGenerator json, String name, @Nullable BigDecimal number) {
    if (number == null) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, Exact.text(number));
    }
  }

  static void price(JsonGenerator json, @Nullable Price price) {
    if (price != null) {
      json.writeObjectPropertyStart("price");
      json.writeStringProperty("value", Exact.text(price.value()));
      json.writeStringProperty("source", price.source());
      Json.moment(json, "time", Instant.ofEpochMilli(price.time()));
      json.writeEndObject();
    }
  }

  static void disposal(JsonGenerator json, AccountView view, Disposal disposal) {
    boolean known = disposal.known();
    json.writeStartObject();
    json.writeStringProperty("asset", disposal.asset());
    json.writeStringProperty("type", disposal.event().labels().kind().word());
    json.writeStringProperty("quantity", Exact.text(disposal.event().quantity()));
    number(json, "proceeds", known ? disposal.proceeds() : null);
    number(json, "cost", known ? disposal.cost() : null);
    number(json, "gain", known ? disposal.proceeds().subtract(disposal.cost()) : null);
    Disallowed flag = disposal.flag();
    if (flag != null) {
      json.writeObjectPropertyStart("disallowed");
      json.writeStringProperty("rule", flag.rule().word());
      json.writeStringProperty("replaced", Exact.text(flag.replaced()));
      json.writeStringProperty("loss", Exact.text(flag.loss()));
      number(json, "adjusted_gain", disposal.proceeds().subtract(disposal.cost()).add(flag.loss()));
      json.writeEndObject();
    }
    json.writeArrayPropertyStart("lots");
    disposal.used().forEach(used -> used(json, view, used));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void used(JsonGenerator json, AccountView view, Disposal.Used used) {
    Match match = used.match();
    json.writeStartObject();
    json.writeStringProperty("rule", match.rule().word());
    if (match.term() != Term.NONE) {
      json.writeStringProperty("term", match.term().name().toLowerCase(Locale.ROOT));
    }
    json.writeStringProperty("quantity", Exact.text(match.quantity()));
    number(json, "cost", match.known() ? match.cost() : null);
    number(json, "proceeds", match.known() ? match.proceeds() : null);
    number(json, "gain", match.known() ? match.gain() : null);
    PoolRecord lot = used.lot();
    if (lot != null) {
      Json.moment(json, "acquired", Instant.ofEpochMilli(lot.at()));
      json.writeStringProperty("transaction", new RowId(lot.key(), lot.ordinal()).text());
      text(json, "lot", lot.labels().name());
      Seen row = used.row();
      if (row != null) {
        price(json, row.mark().price());
        source(json, view, row);
      }
    }
    json.writeEndObject();
  }
}
