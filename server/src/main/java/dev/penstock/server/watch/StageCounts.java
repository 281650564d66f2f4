package dev.penstock.server.watch;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Step;
import dev.penstock.engine.Verdict;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts of what went through this process, under the names that Prometheus knows. Thread-safe. */
final class StageCounts {
  /** More codes than these, of one stage, are counted as one. */
  private static final int MOST_CODES = 40;

  private final Counter accepted =
      Counter.builder()
          .name("penstock_jobs_accepted_total")
          .help("Jobs that were made durable.")
          .labelNames("pipeline")
          .build();
  private final Counter chunks =
      Counter.builder()
          .name("penstock_chunks_total")
          .help("Attempts at chunks that ended, by how.")
          .labelNames("pipeline", "stage", "outcome")
          .build();
  private final Counter items =
      Counter.builder()
          .name("penstock_items_total")
          .help("Items that went through a stage, by what became of them there.")
          .labelNames("pipeline", "stage", "outcome")
          .build();
  private final Counter retries =
      Counter.builder()
          .name("penstock_retries_total")
          .help("Attempts that are made again, by the code of what went wrong.")
          .labelNames("pipeline", "stage", "code")
          .build();
  private final Counter lost =
      Counter.builder()
          .name("penstock_leases_lost_total")
          .help("Claims that somebody else got while they were worked on.")
          .labelNames("pipeline", "stage")
          .build();
  private final Counter fenced =
      Counter.builder()
          .name("penstock_commits_fenced_total")
          .help("Late commits that were refused.")
          .labelNames("pipeline", "stage")
          .build();
  private final Histogram duration =
      Histogram.builder()
          .name("penstock_stage_duration_seconds")
          .help("Time from the claim of a chunk to its end.")
          .labelNames("pipeline", "stage")
          .classicOnly()
          .classicUpperBounds(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300)
          .build();
  private final Map<String, Set<String>> codes = new ConcurrentHashMap<>();

  StageCounts() {}

  /** Has them scraped. */
  void register(PrometheusRegistry registry) {
    registry.register(accepted);
    registry.register(chunks);
    registry.register(items);
    registry.register(retries);
    registry.register(lost);
    registry.register(fenced);
    registry.register(duration);
  }

  /** All lines of a stage are there from the start, so that a first failure is a rise. */
  void expect(String pipeline, String stage) {
    for (String outcome : new String[] {"done", "retry", "split", "dead", "released"}) {
      chunks.initLabelValues(pipeline, stage, outcome);
    }
    for (String outcome : new String[] {"ok", "repaired", "rejected", "dead"}) {
      items.initLabelValues(pipeline, stage, outcome);
    }
    retries.initLabelValues(pipeline, stage, "other");
    lost.initLabelValues(pipeline, stage);
    fenced.initLabelValues(pipeline, stage);
    duration.initLabelValues(pipeline, stage);
    accepted.initLabelValues(pipeline);
  }

  void accepted(String pipeline) {
    accepted.labelValues(pipeline).inc();
  }

  void lost(Claim.Scope scope) {
    lost.labelValues(scope.pipeline(), scope.stage()).inc();
  }

  void committed(Claim claim, Step step, Verdict verdict, double seconds) {
    Claim.Scope scope = claim.scope();
    switch (verdict) {
      case APPLIED -> applied(claim, step, seconds);
      case FENCED -> fenced.labelValues(scope.pipeline(), scope.stage()).inc();
      case CANCELLED -> {}
    }
  }

  private void applied(Claim claim, Step step, double seconds) {
    Claim.Scope scope = claim.scope();
    switch (step) {
      case Step.Done done -> {
        ended(scope, "done", seconds);
        items(scope, done.tally());
      }
      case Step.Checkpoint checkpoint -> items(scope, checkpoint.tally());
      case Step.Retry retry -> {
        ended(scope, "retry", seconds);
        retried(scope, retry.problem());
      }
      case Step.Split split -> {
        ended(scope, "split", seconds);
        retried(scope, split.problem());
      }
      case Step.Dead dead -> {
        ended(scope, "dead", seconds);
        count(scope, "dead", claim.load().in());
      }
      case Step.Release release -> ended(scope, "released", seconds);
    }
  }

  private void ended(Claim.Scope scope, String outcome, double seconds) {
    chunks.labelValues(scope.pipeline(), scope.stage(), outcome).inc();
    duration.labelValues(scope.pipeline(), scope.stage()).observe(seconds);
  }

  private void items(Claim.Scope scope, Tally tally) {
    count(scope, "ok", tally.ok());
    count(scope, "repaired", tally.repaired());
    count(scope, "rejected", tally.rejected());
  }

  private void count(Claim.Scope scope, String outcome, long number) {
    if (number > 0) {
      items.labelValues(scope.pipeline(), scope.stage(), outcome).inc(number);
    }
  }

  private void retried(Claim.Scope scope, Problem problem) {
    Set<String> known =
        codes.computeIfAbsent(
            scope.pipeline() + "/" + scope.stage(), name -> ConcurrentHashMap.newKeySet());
    boolean named = known.contains(problem.code()) || known.size() < MOST_CODES;
    if (named) {
      known.add(problem.code());
    }
    retries.labelValues(scope.pipeline(), scope.stage(), named ? problem.code() : "other").inc();
  }
}
