package dev.penstock.server.metrics;

import dev.penstock.runtime.worker.PoolView;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** How the worker processes of isolated stages are. A stage that has none has no line. */
public final class WorkerMetrics {
  private final PrometheusRegistry registry;
  private final Supplier<List<PoolView>> pools;

  private WorkerMetrics(PrometheusRegistry registry, Supplier<List<PoolView>> pools) {
    this.registry = registry;
    this.pools = pools;
  }

  public static void register(PrometheusRegistry registry, Supplier<List<PoolView>> pools) {
    var metrics = new WorkerMetrics(registry, pools);
    metrics.gauge("penstock_workers", "Worker processes that live.", PoolView::alive);
    metrics.gauge("penstock_workers_most", "Worker processes that there may be.", PoolView::size);
    metrics.gauge(
        "penstock_worker_resident_bytes",
        "Resident memory of a stage's worker processes together.",
        PoolView::memory);
    metrics.counter(
        "penstock_workers_started_total", "Worker processes started.", PoolView::started);
    metrics.counter(
        "penstock_workers_recycled_total",
        "Worker processes replaced after their share of chunks, or because they had grown.",
        PoolView::recycled);
    metrics.deaths();
  }

  private void gauge(String name, String help, ToDoubleFunction<PoolView> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("pipeline", "stage")
        .callback(callback -> each(value, callback::call))
        .register(registry);
  }

  private void counter(String name, String help, ToDoubleFunction<PoolView> value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("pipeline", "stage")
        .callback(callback -> each(value, callback::call))
        .register(registry);
  }

  /** A line of a metric. */
  private interface Line {
    void tell(double value, String... labels);
  }

  private void each(ToDoubleFunction<PoolView> value, Line line) {
    for (PoolView pool : pools.get()) {
      line.tell(value.applyAsDouble(pool), pool.pipeline(), pool.stage());
    }
  }

  private void deaths() {
    CounterWithCallback.builder()
        .name("penstock_workers_died_total")
        .help("Worker processes that ended by themselves or had to be ended, by how.")
        .labelNames("pipeline", "stage", "kind")
        .callback(callback -> pools.get().forEach(pool -> deaths(pool, callback)))
        .register(registry);
  }

  private static void deaths(PoolView pool, CounterWithCallback.Callback callback) {
    pool.deaths()
        .forEach((kind, count) -> callback.call(count, pool.pipeline(), pool.stage(), kind));
  }
}
