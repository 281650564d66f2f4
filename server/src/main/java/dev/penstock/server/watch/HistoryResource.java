package dev.penstock.server.watch;

import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Reply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET /v1/history}: the last sixty minutes in this process, a point a minute; the last point
 * is the minute that runs.
 */
public final class HistoryResource {
  private final Watch watch;

  public HistoryResource(Watch watch) {
    this.watch = watch;
  }

  public Reply read(Exchange exchange) {
    exchange.query().only();
    return new Reply.Whole(
        200, "application/json", Map.of("Cache-Control", "no-store"), Json.bytes(this::write));
  }

  private void write(JsonGenerator json) {
    long now = watch.now();
    json.writeStartObject();
    Json.moment(json, "now", Instant.ofEpochMilli(now));
    Json.moment(json, "since", Instant.ofEpochMilli(watch.since()));
    pipelines(json, now);
    stages(json, now);
    json.writeObjectPropertyStart("acks");
    line(json, "count", watch.acks().line(now, minute -> minute.items));
    line(json, "p99", watch.acks().line(now, HistoryResource::p99));
    json.writeNumberProperty("p50Hour", watch.acks().quantile(now, .5));
    json.writeNumberProperty("p99Hour", watch.acks().quantile(now, .99));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static double p99(Hour.Minute minute) {
    return Math.max(0, minute.took.quantile(.99));
  }

  /** A pipeline gets through what its busiest stage does. */
  private void pipelines(JsonGenerator json, long now) {
    var busiest = new LinkedHashMap<String, double[]>();
    for (String name : watch.known()) {
      String pipeline = name.substring(0, name.indexOf('/'));
      double[] line = hour(name).line(now, minute -> minute.items);
      busiest.merge(pipeline, line, HistoryResource::most);
    }
    json.writeArrayPropertyStart("pipelines");
    busiest.forEach(
        (pipeline, items) -> {
          json.writeStartObject();
          json.writeStringProperty("pipeline", pipeline);
          line(json, "items", items);
          json.writeEndObject();
        });
    json.writeEndArray();
  }

  private Hour hour(String name) {
    int slash = name.indexOf('/');
    return watch.hour(name.substring(0, slash), name.substring(slash + 1));
  }

  private static double[] most(double[] one, double[] other) {
    for (int i = 0; i < one.length; i++) {
      one[i] = Math.max(one[i], other[i]);
    }
    return one;
  }

  private void stages(JsonGenerator json, long now) {
    json.writeArrayPropertyStart("stages");
    for (String name : watch.known()) {
      Hour hour = hour(name);
      int slash = name.indexOf('/');
      json.writeStartObject();
      json.writeStringProperty("pipeline", name.substring(0, slash));
      json.writeStringProperty("stage", name.substring(slash + 1));
      line(json, "oldest", hour.line(now, minute -> minute.oldest));
      line(json, "rejected", hour.line(now, minute -> minute.rejected));
      line(json, "dead", hour.line(now, minute -> minute.dead));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void line(JsonGenerator json, String name, double[] values) {
    json.writeArrayPropertyStart(name);
    for (double value : values) {
      json.writeNumber(Math.round(value * 1e4) / 1e4);
    }
    json.writeEndArray();
  }
}
