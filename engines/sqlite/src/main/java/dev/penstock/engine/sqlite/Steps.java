package dev.penstock.engine.sqlite;

import dev.penstock.engine.Backoff;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Conservation;
import dev.penstock.engine.EngineProblems;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.Fences;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.engine.Step;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.sqlite.Held.Left;
import dev.penstock.engine.sqlite.Held.Spot;
import dev.penstock.engine.sqlite.Timeline.Note;
import dev.penstock.job.DeadLetter.Tries;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobEvent.Place;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Spawn;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What each step does to a chunk that runs. Everything is checked before anything changes. */
final class Steps {
  private final Tables tables;
  private final Cascade cascade;
  private final Endings endings;
  private final InstantSource clock;
  private final RandomGenerator jitter;

  Steps(
      Tables tables,
      Cascade cascade,
      Endings endings,
      InstantSource clock,
      RandomGenerator jitter) {
    this.tables = tables;
    this.cascade = cascade;
    this.endings = endings;
    this.clock = clock;
    this.jitter = jitter;
  }

  Verdict commit(Claim claim, Step step) throws SQLException {
    Held held = tables.leases.find(claim.chunk());
    if (held == null || held.lease().fence() != claim.lease().fence()) {
      return refuse(claim, held);
    }
    JobRow job = tables.jobs.get(held.job());
    Instant now = clock.instant();
    switch (step) {
      case Step.Done done -> done(job, held, done, Micros.of(now));
      case Step.Checkpoint checkpoint -> checkpoint(job, held, checkpoint, Micros.of(now));
      case Step.Retry retry -> retry(change(job, now), held, retry, now);
      case Step.Split split -> split(job, held, split, Micros.of(now));
      case Step.Dead dead -> {
        Tries tries = tries(held, held.attempts() + 1);
        die(change(job, now), held, tries, dead.problem(), Micros.of(now));
      }
      case Step.Release release ->
          tables.chunks.ready(
              change(job, now), held, tries(held, held.attempts()), null, Micros.of(now));
    }
    return Verdict.APPLIED;
  }

  /** Takes a lapsed lease back. */
  void lapse(Held held, long now) throws SQLException {
    JobRow job = tables.jobs.change(held.job(), now);
    int crashes = held.lease().crashes() + 1;
    String worker = held.lease().worker();
    var tries = new Tries(held.attempts(), crashes);
    if (crashes >= stage(job, held).retry().crashes()) {
      die(job, held, tries, EngineProblems.poison(worker, crashes), now);
      return;
    }
    Place place = held.place(job.plan);
    job.stages[held.spot().stage()].retried();
    tables.timeline.anomaly(
        job, now, Kind.LAPSED, Note.of(place, EventTexts.lapsed(place, worker)));
    tables.chunks.ready(job, held, tries, null, now);
  }

  private Verdict refuse(Claim claim, @Nullable Held newer) throws SQLException {
    Optional<Long> key = tables.jobs.keyOf(claim.chunk().job());
    if (key.isEmpty()) {
      return Verdict.FENCED;
    }
    Optional<ChunkRow> chunk = tables.chunkRows.find(key.get(), claim.chunk().number());
    if (chunk.isEmpty()) {
      return Verdict.FENCED;
    }
    JobRow job = tables.jobs.get(key.get());
    ChunkStatus status = chunk.get().status();
    if (status == ChunkStatus.CANCELLED || (status.open() && job.state.ended())) {
      return Verdict.CANCELLED;
    }
    long newest = newer == null ? chunk.get().tries().fence() : newer.lease().fence();
    if (Fences.worthTelling(claim.lease().fence(), newest, job.state.ended())) {
      long now = Micros.of(clock.instant());
      Claim.Lease late = claim.lease();
      String stage = job.plan.stage(chunk.get().spot().stage()).name();
      var place = new Place(stage, claim.chunk().number(), late.attempt(), late.fence());
      tables.timeline.anomaly(
          tables.jobs.change(job.key, now),
          now,
          Kind.FENCED,
          Note.of(place, EventTexts.fenced(place, late.worker())));
    }
    return Verdict.FENCED;
  }

  private void done(JobRow job, Held held, Step.Done done, long now) throws SQLException {
    List<Spawn> spawns =
        Conservation.spawnsOf(job.plan.plan(), stage(job, held).name(), held.load(), done);
    job.groups.check(job.plan.plan(), held.spot(), spawns);
    find(job, held, done.tally());
    tables.jobs.change(job.key, now);
    book(job, held, done.tally(), done.rejects());
    spawn(job, held.spot(), spawns, now);
    for (var result : done.results()) {
      tables.outcomes.result(job, result);
    }
    tables.chunks.done(job, held, now);
    cascade.closed(job, held.spot(), now);
  }

  private void checkpoint(JobRow job, Held held, Step.Checkpoint step, long now)
      throws SQLException {
    String name = stage(job, held).name();
    if (Conservation.repeats(name, held.left().checkpoints(), step)) {
      return;
    }
    Conservation.check(job.plan.plan(), name, held.load(), step);
    job.groups.check(job.plan.plan(), held.spot(), step.spawns());
    find(job, held, step.tally());
    tables.jobs.change(job.key, now);
    book(job, held, step.tally(), step.rejects());
    spawn(job, held.spot(), step.spawns(), now);
    boolean start = stage(job, held).edge() == Edge.START;
    Tally left = start ? held.load() : held.load().less(step.tally());
    tables.chunks.checkpoint(held, new Left(left, step.number()), step.cursor());
  }

  /** The last check and the first change: what a START stage found is the job's from here on. */
  private static void find(JobRow job, Held held, Tally tally) {
    if (stage(job, held).edge() == Edge.START) {
      job.in = Conservation.found(stage(job, held).name(), job.in, tally);
    }
  }

  /** What Done and Checkpoint have in common: items leave the stage. */
  private void book(JobRow job, Held held, Tally tally, @Nullable Rejects rejects)
      throws SQLException {
    Spot spot = held.spot();
    job.settle(spot.stage(), tally);
    if (job.plan.barrierAfter(spot.stage())) {
      BarrierRow row = job.round(spot.round()).row(spot.stage(), spot.group());
      row.passed = row.passed.plus(tally.onward());
    }
    tables.outcomes.reject(held, stage(job, held).name(), rejects);
  }

  private void spawn(JobRow job, Spot from, List<Spawn> spawns, long now) throws SQLException {
    for (Spawn spawn : spawns) {
      String group = Groups.groupOf(from, spawn);
      if (!group.equals(from.group())) {
        tables.jobs.admitGroup(job, group, from);
      }
      var spot = new Spot(from.stage() + 1, group, from.round());
      tables.chunks.add(job, spot, spawn, now);
    }
  }

  /** The parts come first, so that no barrier finds the chunk gone and nothing in its place. */
  private void split(JobRow job, Held held, Step.Split split, long now) throws SQLException {
    Conservation.check(job.plan.plan(), stage(job, held).name(), held.load(), split);
    tables.jobs.change(job.key, now);
    Place place = held.place(job.plan);
    job.stages[held.spot().stage()].retried();
    String text = EventTexts.split(place, split.parts().size(), split.problem());
    tables.timeline.anomaly(job, now, Kind.SPLIT, new Note(place, text, split.problem()));
    for (int i = 0; i < split.parts().size(); i++) {
      tables.chunks.add(job, held.spot(), split.part(i, held.paid().price().toll()), now);
      if (i == split.suspect()) {
        int most = stage(job, held).retry().attempts() - 1;
        int attempts = Math.min(held.attempts() + 1, most);
        tables.chunks.chargeLast(job, attempts, held.lease().crashes());
      }
    }
    tables.chunks.done(job, held, now);
    cascade.closed(job, held.spot(), now);
  }

  private void retry(JobRow job, Held held, Step.Retry retry, Instant at) throws SQLException {
    long now = Micros.of(at);
    if (retry.pause() != null && retry.after() != null) {
      tables.gates.pause(retry.pause(), Backoff.after(at, retry.after()));
    }
    int failures = held.attempts() + 1;
    PlannedStage stage = stage(job, held);
    Tries tries = tries(held, failures);
    if (failures >= stage.retry().attempts()) {
      die(job, held, tries, retry.problem(), now);
      return;
    }
    Duration wait = Backoff.draw(stage.retry(), failures, retry.after(), jitter);
    Place place = held.place(job.plan);
    job.stages[held.spot().stage()].retried();
    tables.timeline.anomaly(
        job, now, Kind.RETRY, new Note(place, EventTexts.retry(place, wait), retry.problem()));
    if (wait.isPositive()) {
      tables.chunks.delayed(job, held, tries, retry.problem(), Micros.of(at.plus(wait)));
    } else {
      tables.chunks.ready(job, held, tries, retry.problem(), now);
    }
  }

  private void die(JobRow job, Held held, Tries tries, Problem problem, long now)
      throws SQLException {
    Spot spot = held.spot();
    Place place = held.place(job.plan);
    job.settle(spot.stage(), held.load().allDead());
    tables.chunks.dead(job, held, tries, problem, now);
    tables.timeline.anomaly(
        job, now, Kind.DEAD, new Note(place, EventTexts.dead(place, held.load().in()), problem));
    if (stage(job, held).edge() == Edge.START) {
      job.round(spot.round()).closed(spot.stage(), spot.group(), 1);
      endings.fail(job, problem, now);
    } else {
      cascade.closed(job, spot, now);
    }
  }

  private JobRow change(JobRow job, Instant now) throws SQLException {
    return tables.jobs.change(job.key, Micros.of(now));
  }

  private static Tries tries(Held held, int attempts) {
    return new Tries(attempts, held.lease().crashes());
  }

  private static PlannedStage stage(JobRow job, Held held) {
    return job.plan.stage(held.spot().stage());
  }
}
