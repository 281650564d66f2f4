package dev.penstock.server.metrics;

import dev.penstock.server.stream.StreamCounts;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** What becomes of the entries of a stream. */
public final class StreamMetrics {
  private StreamMetrics() {}

  public static void register(PrometheusRegistry registry, StreamCounts counts) {
    CounterWithCallback.builder()
        .name("penstock_stream_entries_total")
        .help("Entries of the stream, by what became of them.")
        .labelNames("outcome")
        .callback(
            callback -> {
              for (StreamCounts.Outcome outcome : StreamCounts.Outcome.values()) {
                callback.call((double) counts.of(outcome), outcome.word());
              }
            })
        .register(registry);
  }
}
