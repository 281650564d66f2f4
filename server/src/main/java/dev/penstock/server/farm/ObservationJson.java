package dev.penstock.server.farm;

import dev.penstock.job.JobId;
import dev.penstock.ndvi.scene.SceneOrder;
import dev.penstock.ndvi.store.Figure;
import dev.penstock.ndvi.store.Finding;
import dev.penstock.ndvi.store.Observation;
import dev.penstock.server.job.JobLinks;
import dev.penstock.server.web.Json;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/** Writes observations. */
final class ObservationJson {
  private ObservationJson() {}

  static void write(JsonGenerator json, Observation observation) {
    SceneOrder.Facts scene = observation.scene();
    Figure figure = observation.figure();
    Finding.Failure failure = observation.failure();
    json.writeStartObject();
    Json.moment(json, "observed_at", Instant.ofEpochMilli(scene.time()));
    json.writeStringProperty("status", failure == null ? "ok" : "failed");
    json.writeStringProperty("scene", scene.item());
    json.writeStringProperty("collection", scene.collection());
    if (figure != null) {
      figure(json, figure);
    }
    if (failure != null) {
      json.writeStringProperty("code", failure.code());
      json.writeStringProperty("detail", failure.detail());
    }
    json.writeNumberProperty("offset", scene.offset());
    json.writeStringProperty("offset_because", scene.evidence());
    json.writeStringProperty("job", JobLinks.job(new JobId(observation.job())));
    json.writeEndObject();
  }

  private static void figure(JsonGenerator json, Figure figure) {
    Figure.Stats stats = figure.stats();
    if (stats != null) {
      json.writeNumberProperty("mean", stats.mean());
      json.writeNumberProperty("min", stats.min());
      json.writeNumberProperty("max", stats.max());
      json.writeNumberProperty("std", stats.deviation());
      json.writeNumberProperty("pixels", stats.weight());
      json.writeObjectPropertyStart("percentiles");
      for (int i = 0; i < Figure.PERCENTILES.size(); i++) {
        json.writeNumberProperty(
            String.valueOf(Figure.PERCENTILES.get(i).intValue()), stats.percentiles().get(i));
      }
      json.writeEndObject();
      json.writeArrayPropertyStart("histogram");
      for (double weight : stats.histogram()) {
        json.writeNumber(weight);
      }
      json.writeEndArray();
    }
    Double coverage = figure.coverage();
    if (coverage != null) {
      json.writeNumberProperty("coverage_pct", 100 * coverage);
    }
    json.writeNumberProperty("valid_pct", 100 * figure.shares().valid());
    json.writeNumberProperty("cloud_pct", 100 * figure.shares().clouded());
    json.writeNumberProperty("nodata_pct", 100 * figure.shares().nothing());
    json.writeNumberProperty("outside_pct", 100 * figure.shares().outside());
    json.writeBooleanProperty("offset_suspect", figure.suspect());
  }
}
