package dev.penstock.server.callback;

import dev.penstock.callback.EndpointKey;
import dev.penstock.callback.EventType;
import dev.penstock.callback.Format;
import dev.penstock.callback.Subscription;
import dev.penstock.egress.EgressRules;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.JsonBody;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a subscription as clients send it. */
final class SubscriptionReader {
  private static final List<EventType> TYPES =
      Arrays.stream(EventType.values()).filter(EventType::subscribable).toList();

  private final Catalog catalog;
  private final EgressRules rules;

  SubscriptionReader(Catalog catalog, EgressRules rules) {
    this.catalog = catalog;
    this.rules = rules;
  }

  Subscription read(EndpointKey key, Exchange exchange, Instant now) throws IOException {
    JsonBody body = JsonBody.of(exchange, "url", "events", "pipelines", "format", "enabled");
    return new Subscription(
        key,
        target(body.required("url")),
        types(body.texts("events")),
        pipelines(body.texts("pipelines")),
        format(body.text("format").orElse(Format.STANDARD.word())),
        body.flag("enabled", true),
        now);
  }

  private URI target(String text) {
    try {
      URI uri = new URI(text);
      rules
          .problemWith(uri)
          .ifPresent(
              problem -> {
                throw HttpProblem.of(Code.CALLBACK_ADDRESS, problem.detail()).refused();
              });
      return uri;
    } catch (URISyntaxException e) {
      throw HttpProblem.of(Code.CALLBACK_ADDRESS, "url is no URL.").refused();
    }
  }

  private static Set<EventType> types(List<String> words) {
    var types = new HashSet<EventType>();
    for (String word : words) {
      types.add(
          EventType.of(word)
              .filter(EventType::subscribable)
              .orElseThrow(() -> invalid("events takes " + known())));
    }
    return types.isEmpty() ? Set.copyOf(TYPES) : types;
  }

  private static String known() {
    return TYPES.stream().map(EventType::word).collect(Collectors.joining(", "));
  }

  private Set<String> pipelines(List<String> names) {
    for (String name : names) {
      if (catalog.offered(name).isEmpty()) {
        throw catalog.refusal(name);
      }
    }
    return Set.copyOf(new HashSet<>(names));
  }

  private static Format format(String word) {
    return Format.of(word)
        .orElseThrow(() -> invalid("format takes " + String.join(", ", Format.words())));
  }

  private static RuntimeException invalid(String why) {
    return HttpProblem.of(Code.SUBSCRIPTION_INVALID, why + ".").refused();
  }
}
