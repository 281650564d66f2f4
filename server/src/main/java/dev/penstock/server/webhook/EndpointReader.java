package dev.penstock.server.webhook;

import dev.penstock.callback.SigningSecret;
import dev.penstock.server.intake.OrderCheck;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.JsonBody;
import dev.penstock.webhook.Scheme;
import dev.penstock.webhook.SharedSecret;
import dev.penstock.webhook.WebhookEndpoint;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads an endpoint as clients send it. */
final class EndpointReader {
  private static final int SECRETS = 8;
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}";

  private final OrderCheck orders;

  EndpointReader(OrderCheck orders) {
    this.orders = orders;
  }

  /**
   * An endpoint, and the secret that was made for it if none was given.
   *
   * @param made empty: the sender's own
   */
  record Read(WebhookEndpoint endpoint, Optional<SharedSecret> made) {}

  Read read(String id, Exchange exchange, Optional<WebhookEndpoint> before, Instant now)
      throws IOException {
    JsonBody body =
        JsonBody.of(exchange, "scheme", "header", "secrets", "pipeline", "inputs", "enabled");
    Scheme scheme =
        Scheme.of(body.required("scheme"))
            .orElseThrow(() -> invalid("scheme takes " + String.join(", ", Scheme.words())));
    String header = header(scheme, body.text("header").orElse(""));
    List<SharedSecret> given = secrets(scheme, body.texts("secrets"));
    Optional<SharedSecret> made = Optional.empty();
    if (given.isEmpty()) {
      given = kept(scheme, before);
    }
    if (given.isEmpty() && scheme == Scheme.STANDARD) {
      made = Optional.of(new SharedSecret(SigningSecret.fresh().reveal()));
      given = List.of(made.get());
    }
    if (given.isEmpty()) {
      throw invalid("secrets takes what the sender signs with, 8 to 256 characters");
    }
    var order = new WebhookEndpoint.Order(body.required("pipeline"), body.words("inputs"));
    orders.check(order.pipeline(), order.inputs(), exchange.caller());
    boolean enabled = body.flag("enabled", true);
    var endpoint =
        new WebhookEndpoint(id, exchange.tenant(), scheme, header, given, order, enabled, now);
    return new Read(endpoint, made);
  }

  /** Secrets that are not named stay, as long as they are of the same kind. */
  private static List<SharedSecret> kept(Scheme scheme, Optional<WebhookEndpoint> before) {
    return before
        .filter(known -> known.scheme() == scheme)
        .map(WebhookEndpoint::secrets)
        .orElse(List.of());
  }

  private static String header(Scheme scheme, String name) {
    if (scheme != Scheme.HEADER) {
      if (name.isEmpty()) {
        return "";
      }
      throw invalid("header goes with \"scheme\": \"header\" only");
    }
    if (!name.matches(TOKEN)) {
      throw invalid("header takes the name of the header that holds the secret");
    }
    return name;
  }

  private static List<SharedSecret> secrets(Scheme scheme, List<String> texts) {
    if (texts.size() > SECRETS) {
      throw invalid("secrets takes at most %d".formatted(SECRETS));
    }
    try {
      if (scheme == Scheme.STANDARD) {
        texts.forEach(SigningSecret::parse);
      }
      return texts.stream().map(SharedSecret::new).toList();
    } catch (IllegalArgumentException e) {
      throw invalid("secrets: " + e.getMessage());
    }
  }

  private static RuntimeException invalid(String why) {
    return HttpProblem.of(Code.ENDPOINT_INVALID, why + ".").refused();
  }
}
