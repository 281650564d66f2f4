package dev.penstock.server.metrics;

import dev.penstock.blob.BlobStore;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.StageGauge;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.server.health.Stranded;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the stages stand, read from the engine when Prometheus asks. An engine that does not answer
 * leaves gaps, and {@code penstock_engine_up} says so.
 */
public final class EngineMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(EngineMetrics.class);
  private static final long FRESH_NANOS = 500_000_000L;

  private final Engine engine;
  private final List<Pipeline> pipelines;
  private List<StageGauge> gauges = List.of();
  private boolean up;
  private long readAt = System.nanoTime() - 2 * FRESH_NANOS;

  private EngineMetrics(Engine engine, List<Pipeline> pipelines) {
    this.engine = engine;
    this.pipelines = pipelines;
  }

  /**
   * Registers what is told of an engine.
   *
   * @param pipelines that are offered here
   */
  public static void register(
      PrometheusRegistry registry, Engine engine, BlobStore blobs, List<Pipeline> pipelines) {
    var metrics = new EngineMetrics(engine, pipelines);
    metrics.stage(registry, "ready_chunks", "Chunks that may be claimed.", StageGauge::ready);
    metrics.stage(registry, "delayed_chunks", "Chunks waiting for a retry.", StageGauge::delayed);
    metrics.stage(registry, "running_chunks", "Chunks under a lease.", StageGauge::running);
    metrics.stage(registry, "dead_chunks", "Dead letters kept.", StageGauge::dead);
    metrics.stage(
        registry,
        "oldest_ready_seconds",
        "Age of the chunk that is ready for the longest time: the lag to alert on.",
        gauge -> gauge.oldestReady().toNanos() * 1e-9);
    metrics.stranded(
        registry,
        "chunks",
        "Ready chunks that no server of this version takes: of another version, or a stage that is gone.",
        Stranded::ready);
    metrics.stranded(
        registry,
        "oldest_seconds",
        "Age of the oldest of them.",
        stranded -> stranded.oldest().toNanos() * 1e-9);
    GaugeWithCallback.builder()
        .name("penstock_engine_up")
        .help("Whether the engine answered the last question.")
        .callback(callback -> callback.call(metrics.answers() ? 1 : 0))
        .register(registry);
    GaugeWithCallback.builder()
        .name("penstock_blob_room_bytes")
        .help("Bytes that payloads and results may still take.")
        .callback(callback -> room(callback, blobs))
        .register(registry);
  }

  private void stage(
      PrometheusRegistry registry, String name, String help, ToDoubleFunction<StageGauge> value) {
    GaugeWithCallback.builder()
        .name("penstock_stage_" + name)
        .help(help)
        .labelNames("pipeline", "stage")
        .callback(
            callback ->
                read()
                    .forEach(
                        gauge ->
                            callback.call(
                                value.applyAsDouble(gauge), gauge.pipeline(), gauge.stage())))
        .register(registry);
  }

  private void stranded(
      PrometheusRegistry registry, String name, String help, ToDoubleFunction<Stranded> value) {
    GaugeWithCallback.builder()
        .name("penstock_stranded_" + name)
        .help(help)
        .labelNames("pipeline", "version", "stage")
        .callback(
            callback ->
                Stranded.of(read(), pipelines)
                    .forEach(
                        each ->
                            callback.call(
                                value.applyAsDouble(each),
                                each.pipeline(),
                                Integer.toString(each.version()),
                                each.stage())))
        .register(registry);
  }

  /** One read serves all metrics of one scrape. */
  private synchronized List<StageGauge> read() {
    if (System.nanoTime() - readAt > FRESH_NANOS) {
      readAt = System.nanoTime();
      try {
        gauges = engine.log().gauges();
        up = true;
      } catch (EngineUnavailableException e) {
        LOG.warn("no gauges: {}", e.getMessage());
        gauges = List.of();
        up = false;
      }
    }
    return gauges;
  }

  private synchronized boolean answers() {
    read();
    return up;
  }

  private static void room(GaugeWithCallback.Callback callback, BlobStore blobs) {
    try {
      callback.call((double) blobs.room());
    } catch (IOException e) {
      LOG.warn("no room to tell: {}", e.getMessage());
    }
  }
}
