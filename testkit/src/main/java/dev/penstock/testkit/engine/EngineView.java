package dev.penstock.testkit.engine;

import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.Engine;
import dev.penstock.engine.JobLog.ChunkRejects;
import dev.penstock.engine.StageGauge;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import java.util.List;
import java.util.Optional;

/** All that can be read of one job, to compare before and after. */
public record EngineView(
    Optional<Job> job,
    List<JobEvent> events,
    List<DeadLetter> dead,
    List<ChunkRejects> rejects,
    List<StageGauge> gauges) {
  private static final int ALL = 100_000;

  public static EngineView of(Engine engine, JobId job) {
    Optional<Job> found = engine.log().job(job);
    return new EngineView(
        found,
        engine.log().events(job, 0, ALL),
        found
            .map(of -> engine.log().deadLetters().list(DeadLetterQuery.of(of, 0, ALL)))
            .orElse(List.of()),
        engine.log().rejects(job, 0, ALL),
        engine.log().gauges());
  }

  /** The same without the timeline, which may tell of what was refused. */
  public EngineView withoutEvents() {
    return new EngineView(job, List.of(), dead, rejects, gauges);
  }
}
