package dev.penstock.server.gate;

import dev.penstock.engine.GateLimits;
import dev.penstock.engine.Gates;
import dev.penstock.server.web.Json;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/** Writes a gate's members into an object. */
final class GateJson {
  private GateJson() {}

  static void members(JsonGenerator json, Gates.Standing gate, Instant now) {
    json.writeBooleanProperty("paused", gate.paused(now));
    if (gate.paused(now)) {
      Json.moment(
          json, "pausedUntil", gate.pausedUntil().equals(Instant.MAX) ? null : gate.pausedUntil());
    }
    json.writeNumberProperty("inUse", gate.inUse());
    GateLimits limits = gate.limits();
    json.writeObjectPropertyStart("limits");
    json.writeNumberProperty("concurrency", limits.concurrency());
    json.writeNumberProperty("permits", limits.permits());
    json.writeStringProperty("period", limits.period().toString());
    json.writeNumberProperty("burst", limits.burst());
    json.writeEndObject();
  }
}
