package dev.penstock.server.access;

import dev.penstock.access.ApiKey;
import dev.penstock.access.Keyring;
import dev.penstock.access.Scope;
import dev.penstock.access.Tokens;
import dev.penstock.server.web.Caller;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /v1/me}: whether a key is asked for, and what the one that was sent opens. Without a
 * key it answers too, so that a page knows whether to ask for one.
 */
public final class MeResource {
  private static final String SCHEME = "bearer ";

  private final Keyring keyring;
  private final Tokens tokens;

  public MeResource(Keyring keyring, Tokens tokens) {
    this.keyring = keyring;
    this.tokens = tokens;
  }

  public Reply read(Exchange exchange) throws IOException {
    exchange.query().only();
    boolean asked = tokens.asked() || keyring.required();
    Optional<String> presented =
        exchange
            .header("Authorization")
            .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
            .map(value -> value.substring(SCHEME.length()).strip());
    if (!asked) {
      return answer(false, Caller.DEFAULT_TENANT, "", List.of(Scope.values()));
    }
    if (presented.isEmpty()) {
      return answer(true, "", "", List.of());
    }
    ApiKey key =
        known(presented.get())
            .orElseThrow(
                () ->
                    HttpProblem.of(
                            Code.KEY_UNKNOWN,
                            "There is no such key, or it has ended or was taken back.")
                        .withHeader("WWW-Authenticate", "Bearer realm=\"penstock\"")
                        .refused());
    return answer(
        true, key.tenant(), key.id(), Arrays.stream(Scope.values()).filter(key::allows).toList());
  }

  private Optional<ApiKey> known(String text) throws IOException {
    Optional<ApiKey> key = keyring.of(text);
    return key.isPresent() || !tokens.asked() ? key : tokens.of(text);
  }

  private static Reply answer(boolean asked, String tenant, String key, List<Scope> scopes) {
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeBooleanProperty("keyNeeded", asked);
              json.writeStringProperty("tenant", tenant.isEmpty() ? null : tenant);
              json.writeStringProperty("key", key.isEmpty() ? null : key);
              json.writeArrayPropertyStart("scopes");
              scopes.forEach(scope -> json.writeString(scope.word()));
              json.writeEndArray();
              json.writeEndObject();
            });
    return new Reply.Whole(200, "application/json", Map.of("Cache-Control", "no-store"), body);
  }
}
