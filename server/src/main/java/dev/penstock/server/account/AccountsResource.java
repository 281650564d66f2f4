package dev.penstock.server.account;

import dev.penstock.server.job.JobLinks;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.ETag;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import dev.penstock.transactions.book.BalanceSheet;
import dev.penstock.transactions.book.RowId;
import dev.penstock.transactions.export.DisposalSheet;
import dev.penstock.transactions.export.Sheets;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.view.AccountView;
import dev.penstock.transactions.view.Accounts;
import dev.penstock.transactions.view.Disposal;
import dev.penstock.transactions.view.RowQuery;
import dev.penstock.transactions.view.Seen;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * {@code /v1/accounts/{account}} and what is published of it. Every answer is of one generation,
 * whose number is the entity tag.
 */
public final class AccountsResource {
  private static final int PAGE = 100;

  /** Bytes of an answer without rows, and of a row in it: more than most have. */
  private static final int SHORT = 1024;

  private static final int ROW = 512;

  private final Accounts accounts;

  public AccountsResource(Accounts accounts) {
    this.accounts = accounts;
  }

  public Reply one(Exchange exchange) throws IOException {
    exchange.query().only();
    AccountView view = find(exchange);
    var facts = view.facts();
    return tagged(
        exchange,
        view,
        json -> {
          json.writeStringProperty("id", view.generation().account());
          json.writeNumberProperty("generation", view.generation().number());
          Json.moment(json, "published", view.generation().published());
          json.writeStringProperty("hash", facts.hash());
          json.writeStringProperty("currency", facts.currency());
          json.writeStringProperty("scope", facts.basis().scope());
          json.writeNumberProperty("transactions", facts.rows());
          json.writeNumberProperty("unpriced", facts.unpricedRows());
          json.writeStringProperty("status", facts.unpricedRows() > 0 ? "incomplete" : "complete");
          json.writeArrayPropertyStart("methods");
          facts.methods().forEach(json::writeString);
          json.writeEndArray();
          json.writeArrayPropertyStart("imports");
          facts.imports().forEach(json::writeString);
          json.writeEndArray();
          json.writeObjectPropertyStart("links");
          json.writeStringProperty("job", JobLinks.job(view.generation().job()));
          for (String part : List.of("transactions", "balances", "gains", "issues")) {
            json.writeStringProperty(part, home(view) + "/" + part);
          }
          json.writeEndObject();
        });
  }

  /** Brings the generation before back; asked again, it takes that back. */
  public Reply restore(Exchange exchange) throws IOException {
    exchange.query().only();
    find(exchange);
    if (!accounts.store().restore(exchange.path("account"))) {
      return Reply.refused(
          Code.NOTHING_TO_RESTORE, "The account has one generation only. Import something first.");
    }
    return one(exchange);
  }

  public Reply transactions(Exchange exchange) throws IOException {
    Query query =
        exchange
            .query()
            .only("from", "to", "asset", "type", "wallet", "limit", "cursor", "format", "detail");
    AccountView view = find(exchange);
    Format format = Format.of(query, Format.JSON, Format.CSV, Format.XLSX);
    int limit =
        format == Format.JSON ? (int) query.whole("limit", PAGE, 1, 1_000) : Integer.MAX_VALUE;
    RowQuery rows = rows(query, limit);
    if (format != Format.JSON) {
      return format.sheet(tag(view), table -> Sheets.transactions(view, rows, table));
    }
    boolean full = query.one("detail").orElse("").equals("full");
    var page = new ArrayList<Seen>();
    view.rows().forEach(rows, page::add);
    String self = home(view) + "/transactions" + parameters(query);
    return tagged(
        exchange,
        view,
        SHORT + ROW * page.size(),
        json -> {
          json.writeArrayPropertyStart("transactions");
          page.forEach(seen -> TransactionJson.write(json, view, seen, full));
          json.writeEndArray();
          json.writeObjectPropertyStart("links");
          if (page.size() == limit) {
            json.writeStringProperty(
                "next", self + "limit=" + limit + "&cursor=" + page.getLast().id().text());
          }
          json.writeEndObject();
        });
  }

  private static RowQuery rows(Query query, int limit) {
    return new RowQuery(
        moment(query, "from", Long.MIN_VALUE),
        moment(query, "to", Long.MAX_VALUE),
        query.one("asset").map(asset -> asset.toUpperCase(java.util.Locale.ROOT)).orElse(null),
        query
            .one("type")
            .map(
                word ->
                    Kind.of(word)
                        .orElseThrow(() -> Query.invalid("type", "is no kind of transaction")))
            .orElse(null),
        query.one("wallet").orElse(null),
        query
            .one("cursor")
            .map(
                text ->
                    RowId.of(text)
                        .orElseThrow(
                            () ->
                                HttpProblem.of(
                                        Code.CURSOR_INVALID,
                                        "The cursor is not ours. Start without one.")
                                    .refused()))
            .orElse(null),
        limit);
  }

  private static String parameters(Query query) {
    var text = new StringBuilder("?");
    for (String name : List.of("from", "to", "asset", "type", "wallet", "detail")) {
      query
          .one(name)
          .ifPresent(
              value ->
                  text.append(name)
                      .append('=')
                      .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                      .append('&'));
    }
    return text.toString();
  }

  public Reply balances(Exchange exchange) throws IOException {
    Query query = exchange.query().only("at", "format");
    AccountView view = find(exchange);
    Format format = Format.of(query, Format.JSON, Format.CSV, Format.XLSX);
    long at = moment(query, "at", Long.MAX_VALUE);
    // At a moment means with it: the day itself, where only a day is said.
    BalanceSheet sheet =
        at == Long.MAX_VALUE ? view.balances() : view.balances(at + lengthOf(query));
    if (format != Format.JSON) {
      return format.sheet(tag(view), table -> Sheets.balances(sheet, table));
    }
    return tagged(
        exchange,
        view,
        json -> {
          json.writeArrayPropertyStart("balances");
          sheet.forEach(
              (key, balance) -> {
                json.writeStartObject();
                json.writeStringProperty("wallet", key.wallet());
                json.writeStringProperty("asset", key.asset());
                json.writeStringProperty("balance", Exact.text(balance));
                json.writeEndObject();
              });
          json.writeEndArray();
        });
  }

  private static long lengthOf(Query query) {
    return query.one("at").orElse("").length() == 10 ? 86_400_000L : 1;
  }

  public Reply gains(Exchange exchange) throws IOException {
    Query query = exchange.query().only("year", "method", "scope", "format");
    AccountView view = find(exchange);
    Method method = method(query, view);
    scope(query, view);
    Format format = Format.of(query, Format.values());
    int year = (int) query.whole("year", 0, 1900, 9999);
    if (format.isForm()) {
      return format.sheet(tag(view), table -> DisposalSheet.write(view, method, year, table));
    }
    if (format != Format.JSON) {
      return format.sheet(tag(view), table -> Sheets.gains(view, table));
    }
    var gains =
        new GainsJson(view.gains(method).orElseThrow(), view.income(), view.disallowed(method));
    var holdings = view.holdings(method);
    return tagged(
        exchange,
        view,
        json -> {
          json.writeStringProperty("method", method.word());
          json.writeStringProperty("scope", view.facts().basis().scope());
          json.writeStringProperty("currency", view.facts().currency());
          gains.years(json, year);
          GainsJson.holdings(json, holdings);
        });
  }

  public Reply disposal(Exchange exchange) throws IOException {
    Query query = exchange.query().only("method");
    AccountView view = find(exchange);
    Method method = method(query, view);
    Optional<RowId> id = RowId.of(exchange.path("tx"));
    Optional<Seen> seen = id.isPresent() ? view.rows().one(id.get()) : Optional.empty();
    if (seen.isEmpty()) {
      return Reply.refused(
          Code.TRANSACTION_UNKNOWN,
          "The account has no transaction '%s'.".formatted(Exchange.clip(exchange.path("tx"))));
    }
    List<Disposal> disposals = view.disposals(seen.get(), method);
    return tagged(
        exchange,
        view,
        json -> {
          json.writeStringProperty("method", method.word());
          json.writeStringProperty("currency", view.facts().currency());
          json.writeName("transaction");
          TransactionJson.write(json, view, seen.get(), true);
          json.writeArrayPropertyStart("disposals");
          disposals.forEach(each -> TransactionJson.disposal(json, view, each));
          json.writeEndArray();
        });
  }

  private static Method method(Query query, AccountView view) {
    if (view.methods().isEmpty()) {
      throw HttpProblem.of(Code.METHOD_NOT_COMPUTED, "No gains are computed yet.").refused();
    }
    String word = query.one("method").orElse(view.methods().getFirst().word());
    Optional<Method> method = Method.of(word);
    if (method.isEmpty()) {
      throw Query.invalid("method", "is one of " + String.join(", ", Method.words()));
    }
    if (!view.methods().contains(method.get())) {
      throw HttpProblem.of(
              Code.METHOD_NOT_COMPUTED,
              "Gains by %s are not computed. Import with method=%s; a file with nothing but its header will do."
                  .formatted(word, word))
          .refused();
    }
    return method.get();
  }

  /** One scope is published at a time; another one must be asked for by an import. */
  private static void scope(Query query, AccountView view) {
    String published = view.facts().basis().scope();
    String scope = query.one("scope").orElse(published);
    if (!List.of("universal", "wallet").contains(scope)) {
      throw Query.invalid("scope", "is universal or wallet");
    }
    if (!scope.equals(published)) {
      throw HttpProblem.of(
              Code.METHOD_NOT_COMPUTED,
              "Gains of scope %s are not computed. Import with scope=%s; a file with nothing but its header will do."
                  .formatted(scope, scope))
          .refused();
    }
  }

  /** A date or a moment in ISO 8601, in milliseconds since 1970. */
  private static long moment(Query query, String name, long fallback) {
    Optional<String> text = query.one(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      return text.get().length() == 10
          ? LocalDate.parse(text.get()).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
          : Instant.parse(text.get()).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw Query.invalid(name, "is a date or a moment, such as 2024-12-31T23:59:59Z");
    }
  }

  private AccountView find(Exchange exchange) throws IOException {
    return Found.account(accounts, exchange);
  }

  private static String home(AccountView view) {
    return "/v1/accounts/" + view.generation().account();
  }

  static String tag(AccountView view) {
    return "\"" + view.generation().number() + "\"";
  }

  private static Reply tagged(
      Exchange exchange, AccountView view, Consumer<JsonGenerator> members) {
    return tagged(exchange, view, SHORT, members);
  }

  private static Reply tagged(
      Exchange exchange, AccountView view, int likely, Consumer<JsonGenerator> members) {
    String tag = tag(view);
    var headers = new TreeMap<>(Map.of("ETag", tag, "Cache-Control", "no-cache"));
    if (ETag.matches(exchange.header("If-None-Match"), tag)) {
      return new Reply.Bare(304, headers);
    }
    byte[] body =
        Json.bytes(
            likely,
            json -> {
              json.writeStartObject();
              members.accept(json);
              json.writeEndObject();
            });
    return new Reply.Whole(200, "application/json", headers, body);
  }
}
