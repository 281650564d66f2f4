package dev.penstock.server.farm;

import dev.penstock.ndvi.export.ObservationsCsv;
import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.store.Figure;
import dev.penstock.ndvi.store.Observation;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What was seen of a farm over a time: each observation, or one for each interval. */
public final class ObservationsResource {
  private final FarmParts parts;
  private final InstantSource clock;

  public ObservationsResource(FarmParts parts, InstantSource clock) {
    this.parts = parts;
    this.clock = clock;
  }

  public Reply observations(Exchange exchange) throws IOException {
    Query query = exchange.query().only("from", "to", "index", "interval", "format");
    SpanQuery asked = SpanQuery.of(query, clock.instant());
    Farm farm = FarmFound.of(parts, exchange);
    List<Observation> seen = seen(exchange, farm, asked);
    if (query.one("format").orElse("json").equals("csv")) {
      return csv(seen);
    }
    Optional<Period> interval = asked.interval();
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("farm", farm.id());
              json.writeNumberProperty("geometry_version", farm.version());
              json.writeStringProperty("index", asked.index());
              if (interval.isEmpty()) {
                json.writeArrayPropertyStart("observations");
                seen.forEach(each -> ObservationJson.write(json, each));
              } else {
                json.writeArrayPropertyStart("intervals");
                Series.of(seen, asked.from(), interval.get())
                    .forEach(bucket -> bucket(json, bucket));
              }
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  private List<Observation> seen(Exchange exchange, Farm farm, SpanQuery asked) throws IOException {
    var seen = new ArrayList<Observation>();
    parts.view().observations(asked.span(exchange.tenant(), farm), seen::add);
    return seen;
  }

  private static Reply csv(List<Observation> seen) throws IOException {
    var out = new ByteArrayOutputStream();
    var csv = new ObservationsCsv(out);
    seen.forEach(csv::write);
    csv.finish();
    return new Reply.Whole(200, "text/csv", Map.of(), out.toByteArray());
  }

  private static void bucket(JsonGenerator json, Series.Bucket bucket) {
    json.writeStartObject();
    Json.moment(json, "from", bucket.from());
    Json.moment(json, "to", bucket.to());
    json.writeNumberProperty("observations", bucket.count());
    Observation best = bucket.best();
    json.writeName("best");
    if (best == null) {
      json.writeNull();
    } else {
      ObservationJson.write(json, best);
    }
    json.writeEndObject();
  }

  /** The same in the shape of Sentinel Hub's Statistical API, for those who come from there. */
  public Reply statistics(Exchange exchange) throws IOException {
    Query query = exchange.query().only("from", "to", "index", "interval");
    SpanQuery asked = SpanQuery.of(query, clock.instant());
    Farm farm = FarmFound.of(parts, exchange);
    Period interval = asked.interval().orElse(Period.ofDays(1));
    List<Series.Bucket> buckets = Series.of(seen(exchange, farm, asked), asked.from(), interval);
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("data");
              buckets.forEach(bucket -> statistics(json, bucket, asked.index()));
              json.writeEndArray();
              json.writeStringProperty("status", "OK");
              json.writeEndObject();
            }));
  }

  private static void statistics(JsonGenerator json, Series.Bucket bucket, String index) {
    Observation best = bucket.best();
    Figure figure = best == null ? null : best.figure();
    if (figure == null || figure.stats() == null) {
      return;
    }
    Figure.Stats stats = figure.stats();
    json.writeStartObject();
    json.writeObjectPropertyStart("interval");
    Json.moment(json, "from", bucket.from());
    Json.moment(json, "to", bucket.to());
    json.writeEndObject();
    json.writeObjectPropertyStart("outputs");
    json.writeObjectPropertyStart(index);
    json.writeObjectPropertyStart("bands");
    json.writeObjectPropertyStart("B0");
    json.writeObjectPropertyStart("stats");
    json.writeNumberProperty("min", stats.min());
    json.writeNumberProperty("max", stats.max());
    json.writeNumberProperty("mean", stats.mean());
    json.writeNumberProperty("stDev", stats.deviation());
    long all = Math.round(stats.weight() / figure.shares().valid());
    json.writeNumberProperty("sampleCount", all);
    json.writeNumberProperty("noDataCount", Math.max(0, all - Math.round(stats.weight())));
    json.writeObjectPropertyStart("percentiles");
    for (int i = 0; i < Figure.PERCENTILES.size(); i++) {
      json.writeNumberProperty(
          String.valueOf(Figure.PERCENTILES.get(i)), stats.percentiles().get(i));
    }
    for (int i = 0; i < 6; i++) {
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
