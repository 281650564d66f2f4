package dev.penstock.server.watch;

import dev.penstock.engine.Beat;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.StageGauge;
import dev.penstock.engine.Step;
import dev.penstock.engine.Verdict;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageSpec;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees what passes through an engine in this process, and keeps the last hour of each stage and the
 * chunks of each job for people to look at. Nothing depends on it: it is memory, and bounded.
 * Thread-safe.
 */
public final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final int JOBS_A_LOOK = 64;

  private final InstantSource clock;
  private final long since;
  private final Traces traces = new Traces();
  private final Map<String, Hour> stages = new ConcurrentHashMap<>();
  private final Hour acks = new Hour();
  private final StageCounts counts = new StageCounts();
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

  public Watch(InstantSource clock) {
    this.clock = clock;
    this.since = clock.millis();
  }

  /** The same engine, watched. */
  public Engine on(Engine engine) {
    return new WatchedEngine(engine, this);
  }

  /** Notes that a payload was acknowledged. */
  public void acknowledged(long nanos) {
    acks.note(clock.millis(), minute -> note(minute, nanos * 1e-9));
  }

  private static void note(Hour.Minute minute, double seconds) {
    minute.items++;
    minute.took.add(seconds);
  }

  void accepted(String pipeline) {
    counts.accepted(pipeline);
  }

  void claimed(Claim claim) {
    long now = clock.millis();
    traces.of(claim.chunk().job(), now).claimed(claim, now);
  }

  void beat(Pulse pulse, Beat beat) {
    long now = clock.millis();
    Optional<JobTrace> trace = traces.find(pulse.claim().chunk().job());
    switch (beat) {
      case CONTINUE -> trace.ifPresent(known -> known.beat(pulse, now));
      case CANCEL -> trace.ifPresent(known -> ended(known, pulse.claim(), now, "cancelled"));
      case LOST -> {
        counts.lost(pulse.claim().scope());
        trace.ifPresent(known -> ended(known, pulse.claim(), now, "lost"));
      }
    }
  }

  private static void ended(JobTrace trace, Claim claim, long now, String outcome) {
    trace.ended(claim, now, new JobTrace.Ending(Cell.State.CANCELLED, outcome, "", ""));
  }

  void committed(Claim claim, Step committed, Verdict verdict) {
    Step step = outcome(claim, committed);
    long now = clock.millis();
    double seconds = Math.max(0, now * 1e-3 - claim.lease().fence() * 1e-6);
    Hour hour = hour(claim.scope().pipeline(), claim.scope().stage());
    counts.committed(claim, step, verdict, seconds);
    if (verdict == Verdict.APPLIED) {
      hour.note(now, minute -> tally(minute, claim, step, seconds));
    }
    if (step instanceof Step.Checkpoint && verdict == Verdict.APPLIED) {
      return;
    }
    traces.of(claim.chunk().job(), now).ended(claim, now, ending(step, verdict));
  }

  private static void tally(Hour.Minute minute, Claim claim, Step step, double seconds) {
    switch (step) {
      case Step.Done done -> {
        minute.took.add(seconds);
        items(minute, done.tally());
      }
      case Step.Checkpoint checkpoint -> items(minute, checkpoint.tally());
      case Step.Retry retry -> minute.retries++;
      case Step.Dead dead -> minute.dead += Math.max(1, claim.load().in());
      case Step.Split split -> minute.retries++;
      case Step.Release release -> {}
    }
  }

  private static void items(Hour.Minute minute, Tally tally) {
    minute.items += tally.in();
    minute.rejected += tally.rejected();
  }

  private static JobTrace.Ending ending(Step step, Verdict verdict) {
    if (verdict != Verdict.APPLIED) {
      String outcome = verdict == Verdict.FENCED ? "fenced" : "cancelled";
      return new JobTrace.Ending(Cell.State.CANCELLED, outcome, "", "");
    }
    return switch (step) {
      case Step.Done done -> new JobTrace.Ending(Cell.State.OK, "done", "", "");
      case Step.Checkpoint checkpoint -> new JobTrace.Ending(Cell.State.OK, "done", "", "");
      case Step.Retry(var problem, var after, var pause) ->
          new JobTrace.Ending(Cell.State.RETRY, "retry", problem.code(), problem.detail());
      case Step.Split split ->
          new JobTrace.Ending(
              Cell.State.SPLIT, "split", split.problem().code(), split.problem().detail());
      case Step.Dead(var problem) ->
          new JobTrace.Ending(Cell.State.DEAD, "dead", problem.code(), problem.detail());
      case Step.Release release -> new JobTrace.Ending(Cell.State.RELEASED, "released", "", "");
    };
  }

  /** Looks at what only the engine knows: waiting chunks of the jobs at work. */
  void look(Engine engine) {
    long now = clock.millis();
    for (Map.Entry<JobId, JobTrace> each : traces.stale(JOBS_A_LOOK)) {
      engine.log().job(each.getKey()).ifPresent(job -> each.getValue().looked(job, now));
    }
  }

  /** Notes how late every stage is. */
  void lag(Engine engine) {
    long now = clock.millis();
    for (StageGauge gauge : engine.log().gauges()) {
      double seconds = gauge.oldestReady().toMillis() / 1e3;
      hour(gauge.pipeline(), gauge.stage())
          .note(now, minute -> minute.oldest = Math.max(minute.oldest, seconds));
    }
  }

  /** Runs one of the two; an engine that does not answer is looked at again later. */
  void quietly(Runnable look) {
    try {
      look.run();
    } catch (EngineUnavailableException e) {
      LOG.debug("not seen: {}", e.getMessage());
    }
  }

  Hour hour(String pipeline, String stage) {
    return stages.computeIfAbsent(pipeline + "/" + stage, name -> new Hour());
  }

  Hour acks() {
    return acks;
  }

  List<String> known() {
    return stages.keySet().stream().sorted().toList();
  }

  Optional<JobTrace> trace(JobId job) {
    return traces.find(job);
  }

  long now() {
    return clock.millis();
  }

  /** When it began to watch, in milliseconds since 1970. */
  long since() {
    return since;
  }

  /**
   * Has what it counts scraped, all stages from the start.
   *
   * @param pipelines whose stages there are
   */
  public void register(PrometheusRegistry registry, List<Pipeline> pipelines) {
    counts.register(registry);
    for (Pipeline pipeline : pipelines) {
      for (StageSpec stage : pipeline.stages()) {
        counts.expect(pipeline.name(), stage.name());
        attempts.put(pipeline.name() + "/" + stage.name(), stage.retry().attempts());
      }
    }
  }

  /** What a step comes to: beyond the attempts of its stage a retry is a dead letter. */
  private Step outcome(Claim claim, Step step) {
    Claim.Scope scope = claim.scope();
    int most = attempts.getOrDefault(scope.pipeline() + "/" + scope.stage(), Integer.MAX_VALUE);
    return step instanceof Step.Retry(var problem, var after, var pause)
            && claim.lease().attempt() >= most
        ? new Step.Dead(problem)
        : step;
  }

  /**
   * How a stage did lately.
   *
   * @param p95 of its attempts in seconds; -1: none ended in the last hour
   * @param retries of the last hour
   * @param dead items that gave up in the last hour
   */
  public record Lately(double itemsPerSecond, double p95, long retries, long dead) {}

  /** How a stage did in this process. */
  public Lately lately(String pipeline, String stage) {
    long now = clock.millis();
    Hour hour = hour(pipeline, stage);
    return new Lately(
        hour.rate(now, minute -> minute.items),
        hour.quantile(now, .95),
        (long) hour.sum(now, minute -> minute.retries),
        (long) hour.sum(now, minute -> minute.dead));
  }
}
