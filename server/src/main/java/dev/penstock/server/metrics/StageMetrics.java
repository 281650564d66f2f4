package dev.penstock.server.metrics;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.server.watch.Watch;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/** What went through the stages in this process: chunks, items, times, retries. */
public final class StageMetrics {
  private StageMetrics() {}

  /**
   * Registers what a watch counts.
   *
   * @param pipelines that are offered here
   */
  public static void register(
      PrometheusRegistry registry, Watch watch, List<Pipeline> pipelines) {
    watch.counts().register(registry);
    for (Pipeline pipeline : pipelines) {
      for (StageSpec stage : pipeline.stages()) {
        watch.counts().expect(pipeline.name(), stage.name());
      }
    }
  }
}
