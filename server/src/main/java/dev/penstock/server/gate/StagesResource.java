package dev.penstock.server.gate;

import dev.penstock.engine.Engine;
import dev.penstock.engine.GateLimits;
import dev.penstock.engine.Gates;
import dev.penstock.engine.StageGauge;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.pipeline.Toll;
import dev.penstock.server.job.JobChanges;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.watch.Watch;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/**
 * {@code /v1/stages}: how each stage stands over all jobs, and its pause and limits, which hold for
 * all processes.
 */
public final class StagesResource {
  /** Seconds that a chunk may be ready before the alert rules call its stage late. */
  private static final int LAG_LIMIT = 300;

  private final Engine engine;
  private final Catalog catalog;
  private final InstantSource clock;
  private final Lately lately;

  /** What is known of the last hour in this process, and how to learn that the server stops. */
  public record Lately(Watch watch, JobChanges changes) {}

  public StagesResource(Engine engine, Catalog catalog, InstantSource clock, Lately lately) {
    this.engine = engine;
    this.catalog = catalog;
    this.clock = clock;
    this.lately = lately;
  }

  public Reply list(Exchange exchange) {
    exchange.query().only();
    if (exchange.header("Accept").orElse("").contains("text/event-stream")) {
      var stream = new StagesStream(lately.changes(), this::stages);
      return new Reply.Streamed(
          200, "text/event-stream", Map.of("Cache-Control", "no-store"), -1, stream::writeTo);
    }
    return Reply.json(200, stages());
  }

  private byte[] stages() {
    Map<String, StageGauge> gauges =
        engine.log().gauges().stream()
            .collect(Collectors.toMap(g -> g.pipeline() + "/" + g.stage(), Function.identity()));
    Map<String, Gates.Standing> gates =
        engine.gates().list().stream()
            .collect(Collectors.toMap(Gates.Standing::gate, Function.identity()));
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeNumberProperty("lagLimitSeconds", LAG_LIMIT);
          json.writeArrayPropertyStart("stages");
          for (Pipeline pipeline : catalog.pipelines()) {
            for (StageSpec stage : pipeline.stages()) {
              String name = pipeline.name() + "/" + stage.name();
              String gate = Toll.stageGate(pipeline.name(), stage.name());
              write(
                  json,
                  gauges.getOrDefault(name, idle(pipeline.name(), stage.name())),
                  gates.getOrDefault(gate, open(gate)));
            }
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Nothing of the stage is claimed any more; what runs goes on. */
  public Reply pause(Exchange exchange) {
    exchange.query().only();
    engine.gates().pause(gate(exchange), Instant.MAX);
    return new Reply.Bare(204, Map.of());
  }

  public Reply resume(Exchange exchange) {
    exchange.query().only();
    engine.gates().resume(gate(exchange));
    return new Reply.Bare(204, Map.of());
  }

  public Reply limit(Exchange exchange) throws IOException {
    exchange.query().only();
    String gate = gate(exchange);
    engine.gates().set(gate, LimitsBody.read(exchange));
    return new Reply.Bare(204, Map.of());
  }

  private String gate(Exchange exchange) {
    Pipeline pipeline = catalog.anyOf(exchange).pipeline();
    String stage = exchange.path("stage");
    if (pipeline.stages().stream().noneMatch(spec -> spec.name().equals(stage))) {
      throw HttpProblem.of(
              Code.STAGE_UNKNOWN,
              "Pipeline %s has no stage '%s'; it has %s."
                  .formatted(
                      pipeline.name(),
                      Exchange.clip(stage),
                      pipeline.stages().stream()
                          .map(StageSpec::name)
                          .collect(Collectors.joining(", "))))
          .refused();
    }
    return Toll.stageGate(pipeline.name(), stage);
  }

  private static StageGauge idle(String pipeline, String stage) {
    return StageGauge.idle(pipeline, stage);
  }

  private static Gates.Standing open(String gate) {
    return new Gates.Standing(gate, GateLimits.OPEN, 0, Instant.EPOCH);
  }

  private void write(JsonGenerator json, StageGauge gauge, Gates.Standing gate) {
    json.writeStartObject();
    json.writeStringProperty("pipeline", gauge.pipeline());
    json.writeStringProperty("stage", gauge.stage());
    json.writeNumberProperty("ready", gauge.ready());
    json.writeNumberProperty("delayed", gauge.delayed());
    json.writeNumberProperty("running", gauge.running());
    json.writeNumberProperty("dead", gauge.dead());
    json.writeNumberProperty("oldestReadySeconds", gauge.oldestReady().toMillis() / 1e3);
    Watch.Lately hour = lately.watch().lately(gauge.pipeline(), gauge.stage());
    json.writeNumberProperty("itemsPerSecond", Math.round(hour.itemsPerSecond() * 100) / 100.0);
    if (hour.p95() < 0) {
      json.writeNullProperty("p95Seconds");
    } else {
      json.writeNumberProperty("p95Seconds", Math.round(hour.p95() * 1e4) / 1e4);
    }
    json.writeNumberProperty("retriesHour", hour.retries());
    json.writeNumberProperty("deadHour", hour.dead());
    GateJson.members(json, gate, clock.instant());
    json.writeEndObject();
  }
}
