package dev.penstock.engine.memory;

import dev.penstock.engine.Backoff;
import dev.penstock.engine.Conservation;
import dev.penstock.engine.EngineProblems;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.JobLog.ChunkRejects;
import dev.penstock.engine.Step;
import dev.penstock.engine.memory.Chunk.Status;
import dev.penstock.engine.memory.Round.Row;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Spawn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What each step does to a chunk that runs. Everything is checked before anything changes. */
final class Steps {
  private final Board board;
  private final Cascade cascade;
  private final Endings endings;
  private final RandomGenerator jitter;

  Steps(Board board, Cascade cascade, Endings endings, RandomGenerator jitter) {
    this.board = board;
    this.cascade = cascade;
    this.endings = endings;
    this.jitter = jitter;
  }

  void apply(Chunk chunk, Step step, Instant now) {
    switch (step) {
      case Step.Done done -> done(chunk, done, now);
      case Step.Checkpoint checkpoint -> checkpoint(chunk, checkpoint, now);
      case Step.Retry retry -> retry(chunk, retry, now);
      case Step.Split split -> split(chunk, split, now);
      case Step.Dead dead -> {
        chunk.attempts++;
        die(chunk, dead.problem(), chunk.attempts, now);
      }
      case Step.Release release -> board.move(chunk, Status.READY, now);
    }
    board.changed(chunk.job, now);
  }

  /** Takes a lapsed lease back. */
  void lapse(Chunk chunk, Instant now) {
    chunk.crashes++;
    int attempt = chunk.attempts + 1;
    if (chunk.crashes >= chunk.planned().retry().crashes()) {
      die(chunk, EngineProblems.poison(chunk.worker, chunk.crashes), attempt, now);
    } else {
      chunk.job.stage(chunk.stage).retried();
      chunk.job.timeline.anomaly(
          now,
          Kind.LAPSED,
          chunk.place(attempt),
          EventTexts.lapsed(chunk.place(attempt), chunk.worker),
          null);
      board.move(chunk, Status.READY, now);
    }
    board.changed(chunk.job, now);
  }

  private void done(Chunk chunk, Step.Done done, Instant now) {
    MemoryJob job = chunk.job;
    List<Spawn> spawns =
        Conservation.spawnsOf(job.plan(), chunk.planned().name(), chunk.load, done);
    job.groups.check(chunk, spawns);
    find(chunk, done.tally());
    book(chunk, done.tally(), spawns, done.rejects(), now);
    done.results().forEach(result -> job.results.put(result.name(), result));
    chunk.forgetWork();
    board.move(chunk, Status.DONE, now);
    cascade.closed(chunk, now);
  }

  private void checkpoint(Chunk chunk, Step.Checkpoint step, Instant now) {
    MemoryJob job = chunk.job;
    if (Conservation.repeats(chunk.planned().name(), chunk.checkpoints, step)) {
      return;
    }
    Conservation.check(job.plan(), chunk.planned().name(), chunk.load, step);
    job.groups.check(chunk, step.spawns());
    find(chunk, step.tally());
    book(chunk, step.tally(), step.spawns(), step.rejects(), now);
    if (chunk.planned().edge() != Edge.START) {
      chunk.load = chunk.load.less(step.tally());
    }
    chunk.checkpoints = step.number();
    chunk.cursor = step.cursor().clone();
    board.through(chunk, 0);
    chunk.attempts = 0;
    chunk.crashes = 0;
  }

  /** The last check and the first change: what a START stage found is the job's from here on. */
  private static void find(Chunk chunk, Tally tally) {
    if (chunk.planned().edge() == Edge.START) {
      chunk.job.in = Conservation.found(chunk.planned().name(), chunk.job.in, tally);
    }
  }

  /** What Done and Checkpoint have in common: items leave the stage and go on, or do not. */
  private void book(
      Chunk chunk, Tally tally, List<Spawn> spawns, @Nullable Rejects rejects, Instant now) {
    MemoryJob job = chunk.job;
    job.settle(chunk.stage, tally);
    if (job.barrierAfter(chunk.stage)) {
      Row row = job.round(chunk.round).row(chunk.seat());
      row.passed = row.passed.plus(tally.onward());
    }
    for (Spawn spawn : spawns) {
      var seat = new Seat(chunk.stage + 1, job.groups.admit(chunk, spawn), chunk.round);
      cascade.spawn(job, seat, spawn, now);
    }
    if (rejects != null) {
      job.rejects
          .computeIfAbsent(chunk.number, n -> new ArrayList<>())
          .add(new ChunkRejects(chunk.planned().name(), chunk.number, rejects));
    }
  }

  /** The parts come first, so that no barrier finds the chunk gone and nothing in its place. */
  private void split(Chunk chunk, Step.Split split, Instant now) {
    MemoryJob job = chunk.job;
    Conservation.check(job.plan(), chunk.planned().name(), chunk.load, split);
    job.stage(chunk.stage).retried();
    var at = chunk.place(chunk.attempts + 1);
    job.timeline.anomaly(
        now,
        Kind.SPLIT,
        at,
        EventTexts.split(at, split.parts().size(), split.problem()),
        split.problem());
    for (int i = 0; i < split.parts().size(); i++) {
      Chunk part = cascade.spawn(job, chunk.seat(), split.part(i, chunk.toll), now);
      if (i == split.suspect()) {
        part.attempts = Math.min(chunk.attempts + 1, chunk.planned().retry().attempts() - 1);
        part.crashes = chunk.crashes;
      }
    }
    chunk.forgetWork();
    board.move(chunk, Status.DONE, now);
    cascade.closed(chunk, now);
  }

  private void retry(Chunk chunk, Step.Retry retry, Instant now) {
    if (retry.pause() != null && retry.after() != null) {
      board.gates.pause(retry.pause(), Backoff.after(now, retry.after()));
    }
    chunk.attempts++;
    if (chunk.attempts >= chunk.planned().retry().attempts()) {
      die(chunk, retry.problem(), chunk.attempts, now);
      return;
    }
    Duration wait = Backoff.draw(chunk.planned().retry(), chunk.attempts, retry.after(), jitter);
    chunk.problem = retry.problem();
    chunk.job.stage(chunk.stage).retried();
    chunk.job.timeline.anomaly(
        now,
        Kind.RETRY,
        chunk.place(chunk.attempts),
        EventTexts.retry(chunk.place(chunk.attempts), wait),
        retry.problem());
    if (wait.isPositive()) {
      board.moveUntil(chunk, Status.DELAYED, now, now.plus(wait));
    } else {
      board.move(chunk, Status.READY, now);
    }
  }

  private void die(Chunk chunk, Problem problem, int attempt, Instant now) {
    chunk.problem = problem;
    chunk.job.settle(chunk.stage, chunk.load.allDead());
    board.move(chunk, Status.DEAD, now);
    chunk.job.timeline.anomaly(
        now,
        Kind.DEAD,
        chunk.place(attempt),
        EventTexts.dead(chunk.place(attempt), chunk.load.in()),
        problem);
    if (chunk.planned().edge() == Edge.START) {
      board.open(chunk.job, -1);
      chunk.job.round(chunk.round).closed(chunk.seat());
      endings.fail(chunk.job, problem, now);
    } else {
      cascade.closed(chunk, now);
    }
  }
}
