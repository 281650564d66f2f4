package dev.penstock.server.gate;

import dev.penstock.engine.GateLimits;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The limits of a gate as a request sends them; what is left out is open. */
final class LimitsBody {
  private static final int MAX_BODY = 4 * 1024;
  private static final Set<String> MEMBERS = Set.of("concurrency", "permits", "period", "burst");
  private static final JsonMapper JSON = new JsonMapper();

  private LimitsBody() {}

  static GateLimits read(Exchange exchange) throws IOException {
    JsonNode body;
    try {
      body = JSON.readTree(exchange.body().whole(MAX_BODY));
    } catch (JacksonException e) {
      throw invalid("it is not JSON");
    }
    if (!body.isObject()) {
      throw invalid("it is not an object");
    }
    for (Map.Entry<String, JsonNode> member : body.properties()) {
      if (!MEMBERS.contains(member.getKey())) {
        throw invalid("there is no member '" + Exchange.clip(member.getKey()) + "'");
      }
    }
    try {
      return new GateLimits(
          whole(body, "permits", 0),
          Duration.parse(body.path("period").asString("PT1S")),
          whole(body, "burst", 1),
          whole(body, "concurrency", 0));
    } catch (DateTimeParseException e) {
      throw invalid("period is an ISO 8601 duration, such as PT1M");
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static int whole(JsonNode body, String name, int fallback) {
    JsonNode value = body.path(name);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw invalid(name + " is a whole number");
    }
    return value.intValue();
  }

  private static RefusedException invalid(String why) {
    return HttpProblem.of(
            Code.BODY_INVALID,
            "Expected {\"concurrency\": 4, \"permits\": 100, \"period\": \"PT1M\", \"burst\": 10},"
                + " any of them left out; but %s.".formatted(why))
        .refused();
  }
}
