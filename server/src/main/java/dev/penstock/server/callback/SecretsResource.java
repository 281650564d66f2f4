package dev.penstock.server.callback;

import dev.penstock.callback.EndpointKey;
import dev.penstock.callback.SecretBook;
import dev.penstock.callback.Signing;
import dev.penstock.callback.SigningSecret;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.Map;

/**
 * The secrets that deliveries are signed with: shown, and rotated. After a rotation the one before
 * signs too for a day. {@code /v1/subscriptions/{subscription}/secret} is that of a subscription,
 * {@code /v1/callbacks/secret} the one for all addresses that jobs name.
 */
public final class SecretsResource {
  private final CallbackParts parts;
  private final SecretBook secrets;

  public SecretsResource(CallbackParts parts) {
    this.parts = parts;
    this.secrets = parts.books().secrets();
  }

  public Reply ofSubscription(Exchange exchange) throws IOException {
    exchange.query().only();
    return shown(secrets.of(subscription(exchange), fresh()));
  }

  public Reply rotateSubscription(Exchange exchange) throws IOException {
    exchange.query().only();
    return rotate(subscription(exchange));
  }

  public Reply ofJobs(Exchange exchange) throws IOException {
    exchange.query().only();
    return shown(secrets.of(EndpointKey.ofJobs(exchange.tenant()), fresh()));
  }

  public Reply rotateJobs(Exchange exchange) throws IOException {
    exchange.query().only();
    return rotate(EndpointKey.ofJobs(exchange.tenant()));
  }

  private Reply rotate(EndpointKey key) throws IOException {
    Signing before = secrets.of(key, fresh());
    Signing after = before.rotated(SigningSecret.fresh(), parts.clock().instant());
    secrets.set(key, after);
    return shown(after);
  }

  private static Signing fresh() {
    return Signing.with(SigningSecret.fresh());
  }

  private EndpointKey subscription(Exchange exchange) throws IOException {
    String id = exchange.path("subscription");
    if (EndpointKey.isId(id)) {
      var key = new EndpointKey(exchange.tenant(), id);
      if (parts.books().subscriptions().get(key).isPresent()) {
        return key;
      }
    }
    throw SubscriptionsResource.unknown(id);
  }

  private static Reply shown(Signing signing) {
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("secret", signing.current().reveal());
              Json.moment(
                  json,
                  "formerSignsUntil",
                  signing.former().map(Signing.Former::until).orElse(null));
              json.writeEndObject();
            });
    return new Reply.Whole(200, "application/json", Map.of("Cache-Control", "no-store"), body);
  }
}
