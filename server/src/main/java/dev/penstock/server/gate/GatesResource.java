package dev.penstock.server.gate;

import dev.penstock.callback.CallbacksPipeline;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Gates;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * {@code /v1/gates}: the outside limits that chunks share, by name. The name is the query parameter
 * {@code gate}, because names hold slashes.
 */
public final class GatesResource {
  private final Engine engine;
  private final InstantSource clock;

  public GatesResource(Engine engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  public Reply list(Exchange exchange) {
    boolean all = internal(exchange.query().only("internal"));
    List<Gates.Standing> gates =
        engine.gates().list().stream()
            .filter(gate -> all || !CallbacksPipeline.sharedByHosts(gate.gate()))
            .toList();
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("gates");
              gates.forEach(gate -> write(json, gate));
              json.writeEndArray();
              json.writeEndObject();
            });
    return Reply.json(200, body);
  }

  public Reply set(Exchange exchange) throws IOException {
    String gate = gate(exchange.query().only("gate"));
    engine.gates().set(gate, LimitsBody.read(exchange));
    return new Reply.Bare(204, Map.of());
  }

  /** Closes a gate for a duration; without one until somebody opens it. */
  public Reply pause(Exchange exchange) {
    Query query = exchange.query().only("gate", "for");
    Instant until = query.one("for").map(this::after).orElse(Instant.MAX);
    engine.gates().pause(gate(query), until);
    return new Reply.Bare(204, Map.of());
  }

  public Reply resume(Exchange exchange) {
    engine.gates().resume(gate(exchange.query().only("gate")));
    return new Reply.Bare(204, Map.of());
  }

  private Instant after(String text) {
    try {
      Duration time = Duration.parse(text);
      if (time.isPositive() && time.compareTo(Duration.ofDays(366)) <= 0) {
        return clock.instant().plus(time);
      }
    } catch (DateTimeParseException e) {
      throw Query.invalid("for", "is an ISO 8601 duration, such as PT5M");
    }
    throw Query.invalid("for", "is longer than nothing and at most P366D");
  }

  /** Whether those are wanted that Penstock has set for itself. */
  private static boolean internal(Query query) {
    return switch (query.one("internal").orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Query.invalid("internal", "is true or false");
    };
  }

  private static String gate(Query query) {
    String gate = query.one("gate").orElseThrow(() -> Query.invalid("gate", "is missing"));
    if (gate.isBlank() || gate.length() > 200) {
      throw Query.invalid("gate", "has 1 to 200 characters");
    }
    return gate;
  }

  private void write(JsonGenerator json, Gates.Standing gate) {
    json.writeStartObject();
    json.writeStringProperty("gate", gate.gate());
    GateJson.members(json, gate, clock.instant());
    json.writeEndObject();
  }
}
