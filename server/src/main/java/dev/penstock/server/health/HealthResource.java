package dev.penstock.server.health;

import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Reply;
import java.util.List;
import java.util.Map;

/**
 * {@code /health/live}: 200 for as long as the process answers at all. {@code /health/ready}: 200
 * when it can take work, else 503; with what is not well and what to do.
 */
public final class HealthResource {
  private final Readiness readiness;

  public HealthResource(Readiness readiness) {
    this.readiness = readiness;
  }

  public Reply live(Exchange exchange) {
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("status", "live");
              json.writeEndObject();
            }));
  }

  public Reply ready(Exchange exchange) {
    List<Readiness.Finding> findings = readiness.look();
    boolean ready = findings.stream().allMatch(Readiness.Finding::lets);
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("status", ready ? "ready" : "not_ready");
              json.writeStringProperty("durability", readiness.durability().word());
              json.writeArrayPropertyStart("checks");
              for (Readiness.Finding finding : findings) {
                json.writeStartObject();
                json.writeStringProperty("check", finding.check());
                json.writeBooleanProperty("well", finding.well());
                json.writeStringProperty("detail", finding.detail());
                json.writeEndObject();
              }
              json.writeEndArray();
              json.writeEndObject();
            });
    return new Reply.Whole(
        ready ? 200 : 503, "application/json", Map.of("Cache-Control", "no-store"), body);
  }
}
