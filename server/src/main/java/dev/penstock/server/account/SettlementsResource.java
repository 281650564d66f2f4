package dev.penstock.server.account;

import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.RefusedException;
import dev.penstock.server.web.Reply;
import dev.penstock.transactions.book.Issue;
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
    Optional<String> kind = query.one("kind");
    boolean all = query.one("settled").orElse("false").equals("true");
    List<Issue> issues =
        view.issues().stream()
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
              json.writeEndObject();
            }));
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
    settled.ifPresent(
        settlement -> {
          json.writeObjectPropertyStart("settlement");
          json.writeStringProperty("action", word(settlement.action()));
          json.writeStringProperty("detail", settlement.detail());
          json.writeStringProperty("note", settlement.note());
          json.writeEndObject();
        });
    json.writeEndObject();
  }

  /**
   * Decides: {@code {"action": "accept", "note": "…"}}; for a link, {@code detail} names the two
   * transactions, or is left out where the issue names them itself.
   */
  public Reply settle(Exchange exchange) throws IOException {
    exchange.query().only();
    AccountView view = Found.account(accounts, exchange);
    String id = exchange.path("issue");
    Optional<Issue> issue = view.issues().stream().filter(each -> each.id().equals(id)).findFirst();
    if (issue.isEmpty()) {
      return Reply.refused(
          Code.ISSUE_UNKNOWN, "The account has no issue '%s'.".formatted(Exchange.clip(id)));
    }
    Settlement settlement = read(exchange, issue.get());
    accounts.issues().settle(exchange.path("account"), id, settlement);
    return Reply.json(200, Json.bytes(json -> write(json, issue.get(), Optional.of(settlement))));
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
            .orElseThrow(() -> invalid("action is accept, link, ignore or open"));
    String detail = body.path("detail").asString(String.join(" ", issue.rows()));
    if (action == Action.LINK && detail.split(" ", -1).length != 2) {
      throw invalid("a link needs the ids of two transactions in detail, with a space between");
    }
    return new Settlement(action, detail, body.path("note").asString(""));
  }

  private static String word(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  private static RefusedException invalid(String why) {
    return HttpProblem.of(Code.BODY_INVALID, "The body cannot be used: " + why + ".").refused();
  }
}
