package dev.penstock.testkit.engine;

import dev.penstock.engine.Claim;
import dev.penstock.engine.Engine;
import dev.penstock.engine.StageGauge;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What two engines must agree on. They may differ in the fences they give, in when they say a job
 * was last updated, and in whether they list stages that nothing happens in.
 */
final class Sight {
  private Sight() {}

  /** A claim without its fence. */
  record OfClaim(
      Claim.ChunkKey chunk, Claim.Scope scope, Claim.Lease lease, Object load, List<Object> work) {}

  /** A job with all that can be read of it. */
  record OfJob(Optional<Job> job, List<JobEvent> events, List<Object> dead, List<Object> rejects) {}

  static OfClaim of(Claim claim) {
    Claim.Lease lease = claim.lease();
    return new OfClaim(
        claim.chunk(),
        claim.scope(),
        new Claim.Lease(lease.worker(), 1, lease.attempt(), lease.crashes(), lease.until()),
        claim.load(),
        List.of(
            claim.work().in(),
            claim.work().checkpoints(),
            claim.work().cursor().map(HexFormat.of()::formatHex),
            claim.work().tenant(),
            claim.work().inputs()));
  }

  static OfJob of(Engine engine, JobId id) {
    EngineView view = EngineView.of(engine, id);
    return new OfJob(
        view.job().map(Sight::withoutUpdate),
        view.events().stream().map(Sight::withoutFence).toList(),
        List.copyOf(view.dead()),
        List.copyOf(view.rejects()));
  }

  static Set<StageGauge> gauges(Engine engine) {
    return engine.log().gauges().stream()
        .filter(g -> g.ready() + g.delayed() + g.running() + g.dead() > 0)
        .collect(Collectors.toSet());
  }

  private static Job withoutUpdate(Job job) {
    Job.Times times = job.times();
    return new Job(
        job.id(),
        job.order(),
        job.state(),
        new Job.Times(times.accepted(), times.started(), Instant.EPOCH, times.ended()),
        job.in(),
        job.items(),
        job.stages(),
        job.outcome());
  }

  private static JobEvent withoutFence(JobEvent event) {
    return new JobEvent(
        event.seq(),
        event.at(),
        event.kind(),
        event.place().map(at -> new JobEvent.Place(at.stage(), at.chunk(), at.attempt(), 1)),
        event.text(),
        event.problem());
  }
}
