package dev.penstock.server.access;

import dev.penstock.access.ApiKey;
import dev.penstock.access.KeyBook;
import dev.penstock.access.KeyIssue;
import dev.penstock.access.KeyText;
import dev.penstock.access.Scope;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.JsonBody;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code /v1/keys}: made, listed, rotated, taken back. The secret is shown once, when it is made.
 */
public final class KeysResource {
  private final KeyBook book;
  private final KeyIssue issue;
  private final InstantSource clock;

  public KeysResource(KeyBook book, InstantSource clock) {
    this.book = book;
    this.issue = new KeyIssue(book, clock);
    this.clock = clock;
  }

  public Reply list(Exchange exchange) throws IOException {
    exchange.query().only();
    List<ApiKey> keys = book.list(Optional.empty());
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("keys");
              keys.forEach(key -> write(json, key, null));
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  public Reply create(Exchange exchange) throws IOException {
    exchange.query().only();
    JsonBody body = JsonBody.of(exchange, "tenant", "name", "scopes", "expires");
    String tenant = body.text("tenant").orElse(exchange.tenant());
    if (!ApiKey.isTenant(tenant)) {
      throw invalid("tenant takes up to 32 of a-z 0-9, with single - between them.");
    }
    var wish =
        new KeyIssue.Wish(
            tenant,
            body.text("name").orElse(""),
            scopes(body.texts("scopes")),
            body.moment("expires"));
    return made(issue.make(wish), 201);
  }

  private static Set<Scope> scopes(List<String> words) {
    var scopes = new HashSet<Scope>();
    for (String word : words) {
      scopes.add(Scope.of(word).orElseThrow(() -> invalid(takes())));
    }
    if (scopes.isEmpty()) {
      throw invalid(takes());
    }
    return scopes;
  }

  private static String takes() {
    return "scopes takes at least one of " + String.join(", ", Scope.words()) + ".";
  }

  /** Makes a key of the same kind; the one before ends after a day. */
  public Reply rotate(Exchange exchange) throws IOException {
    exchange.query().only();
    ApiKey key = find(exchange);
    if (!key.good(clock.instant())) {
      throw invalid("The key has ended or was taken back; make a new one.");
    }
    return made(issue.rotate(key), 201);
  }

  public Reply revoke(Exchange exchange) throws IOException {
    exchange.query().only();
    book.revoke(find(exchange).id(), clock.instant());
    return new Reply.Bare(204, Map.of());
  }

  private Reply made(KeyText text, int status) throws IOException {
    ApiKey key = book.get(text.id()).orElseThrow();
    byte[] body = Json.bytes(json -> write(json, key, text));
    return new Reply.Whole(
        status,
        "application/json",
        Map.of("Cache-Control", "no-store", "Location", "/v1/keys/" + key.id()),
        body);
  }

  private ApiKey find(Exchange exchange) throws IOException {
    String id = exchange.path("key");
    return book.get(id)
        .orElseThrow(
            () ->
                HttpProblem.of(
                        Code.API_KEY_UNKNOWN, "There is no key '%s'.".formatted(Exchange.clip(id)))
                    .refused());
  }

  private static RuntimeException invalid(String why) {
    return HttpProblem.of(Code.API_KEY_INVALID, why).refused();
  }

  private static void write(JsonGenerator json, ApiKey key, @Nullable KeyText text) {
    json.writeStartObject();
    json.writeStringProperty("id", key.id());
    json.writeStringProperty("tenant", key.tenant());
    json.writeStringProperty("name", key.name());
    json.writeArrayPropertyStart("scopes");
    key.scopes().stream().map(Scope::word).sorted().forEach(json::writeString);
    json.writeEndArray();
    Json.moment(json, "created", key.life().created());
    Json.moment(json, "expires", key.life().expires().orElse(null));
    Json.moment(json, "revoked", key.life().revoked().orElse(null));
    Json.moment(json, "lastUsed", key.life().used().orElse(null));
    if (text != null) {
      json.writeStringProperty("key", text.reveal());
    }
    json.writeEndObject();
  }
}
