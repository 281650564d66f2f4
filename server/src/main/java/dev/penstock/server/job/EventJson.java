package dev.penstock.server.job;

import dev.penstock.job.JobEvent;
import dev.penstock.server.web.Json;
import tools.jackson.core.JsonGenerator;

/** Writes one line of a timeline. */
final class EventJson {
  private EventJson() {}

  static void write(JsonGenerator json, JobEvent event) {
    json.writeStartObject();
    json.writeNumberProperty("seq", event.seq());
    Json.moment(json, "at", event.at());
    json.writeStringProperty("kind", event.kind().word());
    json.writeBooleanProperty("anomaly", event.kind().anomaly());
    json.writeStringProperty("text", event.text());
    if (event.place().isPresent()) {
      JobEvent.Place place = event.place().get();
      json.writeStringProperty("stage", place.stage());
      json.writeNumberProperty("chunk", place.chunk());
      json.writeNumberProperty("attempt", place.attempt());
      json.writeNumberProperty("fence", place.fence());
    }
    if (event.problem().isPresent()) {
      json.writeName("problem");
      Json.problem(json, event.problem().get());
    }
    json.writeEndObject();
  }
}
