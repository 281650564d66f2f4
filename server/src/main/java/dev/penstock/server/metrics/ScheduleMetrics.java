package dev.penstock.server.metrics;

import dev.penstock.schedule.Scheduler;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Whether schedules get on. */
public final class ScheduleMetrics {
  private ScheduleMetrics() {}

  public static void register(PrometheusRegistry registry, Scheduler scheduler) {
    GaugeWithCallback.builder()
        .name("penstock_schedules_failing")
        .help("Schedules whose last slot could not be submitted.")
        .callback(callback -> callback.call(scheduler.failing()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("penstock_schedule_lag_seconds")
        .help("For how long the oldest slot that is not submitted has been due.")
        .callback(callback -> callback.call(scheduler.lag().toNanos() * 1e-9))
        .register(registry);
  }
}
