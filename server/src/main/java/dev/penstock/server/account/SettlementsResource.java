package dev.penstock.server.account;

import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.RefusedException;
import dev.penstock.server.web.Reply;
import dev.penstock.transactions.book.Issue;
import dev.penstock.transactions.book.RowId;
import dev.penstock.transactions.reconcile.Corrections;
import dev.penstock.transactions.store.IssueBook.Action;
import dev.penstock.transactions.store.IssueBook.Settlement;
import dev.penstock.transactions.view.AccountView;
import dev.penstock.transactions.view.Accounts;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a person should look at in an account, and what was decided about it. */
public final class SettlementsResource {
  private static final int MAX_BODY = 16 * 1024;
  private static final JsonMapper JSON = new JsonMapper();

  private final Accounts accounts;

  public SettlementsResource(Accounts accounts) {
    this.accounts = accounts;
  }

  public Reply list(Exchange exchange) throws IOException {
    Query query = exchange.query().only("kind", "settled");
    AccountView view = Found.account(accounts, exchange);
    Map<String, Settlement> settled = accounts.issues().settled(exchange.path("account"));
    List<Issue> found = view.issues();
    Optional<String> kind = query.one("kind");
    boolean all = query.one("settled").orElse("false").equals("true");
    List<Issue> issues =
        found.stream()
            .filter(issue -> kind.isEmpty() || issue.kind().word().equals(kind.get()))
            .filter(issue -> all || !settled.containsKey(issue.id()))
            .toList();
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("issues");
              issues.forEach(
                  issue -> write(json, issue, Optional.ofNullable(settled.get(issue.id()))));
              json.writeEndArray();
              if (all) {
                gone(json, found, settled);
              }
              json.writeEndObject();
            }));
  }

  /** Decisions that have done away with their issue, so that they can be taken back. */
  private static void gone(
      JsonGenerator json, List<Issue> issues, Map<String, Settlement> settled) {
    Set<String> open = issues.stream().map(Issue::id).collect(Collectors.toSet());
    json.writeArrayPropertyStart("gone");
    new TreeMap<>(settled)
        .forEach(
            (id, settlement) -> {
              if (!open.contains(id)) {
                json.writeStartObject();
                json.writeStringProperty("id", id);
                write(json, settlement);
                json.writeEndObject();
              }
            });
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Settlement settlement) {
    json.writeObjectPropertyStart("settlement");
    json.writeStringProperty("action", word(settlement.action()));
    json.writeStringProperty("detail", settlement.detail());
    json.writeStringProperty("note", settlement.note());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Issue issue, Optional<Settlement> settled) {
    json.writeStartObject();
    json.writeStringProperty("id", issue.id());
    json.writeStringProperty("kind", issue.kind().word());
    json.writeStringProperty("severity", issue.severity().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("asset", issue.asset());
    json.writeStringProperty("detail", issue.detail());
    json.writeArrayPropertyStart("transactions");
    issue.rows().forEach(json::writeString);
    json.writeEndArray();
    settled.ifPresent(settlement -> write(json, settlement));
    json.writeEndObject();
  }

  /**
   * Decides: {@code {"action": "accept", "note": "…"}}; for a link, {@code detail} names the two
   * transactions, or is left out where the issue names them itself; a correction says in it what is
   * right. Links and corrections count from the next import on.
   */
  public Reply settle(Exchange exchange) throws IOException {
    exchange.query().only();
    AccountView view = Found.account(accounts, exchange);
    String id = exchange.path("issue");
    Optional<Issue> issue = view.issues().stream().filter(each -> each.id().equals(id)).findFirst();
    if (issue.isEmpty() && accounts.issues().settled(exchange.path("account")).containsKey(id)) {
      return takeBack(exchange, id);
    }
    if (issue.isEmpty()) {
      return Reply.refused(
          Code.ISSUE_UNKNOWN, "The account has no issue '%s'.".formatted(Exchange.clip(id)));
    }
    Settlement settlement = read(exchange, issue.get());
    accounts.issues().settle(exchange.path("account"), id, settlement);
    return Reply.json(200, Json.bytes(json -> write(json, issue.get(), Optional.of(settlement))));
  }

  /** Of a decision that has done away with its issue. */
  private Reply takeBack(Exchange exchange, String id) throws IOException {
    var nothing = new Issue(Issue.Kind.BASIS_MISSING, Issue.Severity.INFO, "", "", List.of());
    Settlement settlement = read(exchange, nothing);
    if (settlement.action() != Action.OPEN) {
      throw invalid("the issue is gone by what was decided: it can only be opened again");
    }
    accounts.issues().settle(exchange.path("account"), id, settlement);
    return new Reply.Bare(204, Map.of());
  }

  private static Settlement read(Exchange exchange, Issue issue) throws IOException {
    JsonNode body;
    try {
      body = JSON.readTree(exchange.body().whole(MAX_BODY));
    } catch (JacksonException e) {
      throw invalid("it is not JSON");
    }
    String word = body.path("action").asString("");
    Action action =
        Arrays.stream(Action.values())
            .filter(each -> word(each).equals(word))
            .findFirst()
            .orElseThrow(() -> invalid("action is accept, link, correct, ignore or open"));
    String detail = body.path("detail").asString(String.join(" ", issue.rows()));
    if (action == Action.LINK && detail.split(" ", -1).length != 2) {
      throw invalid("a link needs the ids of two transactions in detail, with a space between");
    }
    if (action == Action.CORRECT) {
      detail = correction(body.path("detail").asString(""), issue);
    }
    return new Settlement(action, detail, body.path("note").asString(""));
  }

  /** The row that is meant, where nobody says, is the last that the issue names. */
  private static String correction(String said, Issue issue) {
    String[] words = said.strip().split(" ", -1);
    if (!Corrections.isOne(words[0])) {
      throw invalid("a correction is drop, or value=1.5, and then a transaction's id");
    }
    if (words.length == 1 && issue.rows().isEmpty()) {
      throw invalid("the issue names no transaction: say which");
    }
    for (int i = 1; i < words.length; i++) {
      if (RowId.of(words[i]).isEmpty()) {
        throw invalid("'%s' is no transaction's id".formatted(Exchange.clip(words[i])));
      }
    }
    return words.length == 1 ? words[0] + " " + issue.rows().getLast() : said.strip();
  }

  private static String word(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  private static RefusedException invalid(String why) {
    return HttpProblem.of(Code.BODY_INVALID, "The body cannot be used: " + why + ".").refused();
  }
}
