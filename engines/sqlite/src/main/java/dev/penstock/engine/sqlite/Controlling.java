package dev.penstock.engine.sqlite;

import dev.penstock.engine.Changed;
import dev.penstock.engine.Control;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.sqlite.Timeline.Note;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an operator does to one job. */
final class Controlling {
  private final Tables tables;
  private final Cascade cascade;
  private final Endings endings;
  private final InstantSource clock;

  Controlling(Tables tables, Cascade cascade, Endings endings, InstantSource clock) {
    this.tables = tables;
    this.cascade = cascade;
    this.endings = endings;
    this.clock = clock;
  }

  Changed control(JobId id, Control control) throws SQLException {
    Optional<Long> key = tables.jobs.keyOf(id);
    if (key.isEmpty()) {
      return new Changed.NoSuchJob();
    }
    JobRow job = tables.jobs.get(key.get());
    return switch (control) {
      case Control.Dismiss dismiss -> dismiss(job);
      case Control.Replay replay -> replay(job, replay.chunks());
      case Control.Remove remove -> remove(job);
    };
  }

  private Changed dismiss(JobRow job) throws SQLException {
    return switch (job.state) {
      case ACCEPTED, RUNNING -> {
        long now = now();
        yield new Changed.Applied(endings.dismiss(tables.jobs.change(job.key, now), now));
      }
      case DISMISSED -> new Changed.Applied(0);
      case SUCCESSFUL, FAILED -> new Changed.NotNow("The job has ended; there is nothing to stop.");
    };
  }

  private Changed remove(JobRow job) throws SQLException {
    if (!job.state.ended()) {
      return new Changed.NotNow("The job has not ended; dismiss it first.");
    }
    tables.chunks.uncount(job);
    tables.jobs.delete(job);
    return new Changed.Applied(job.chunks);
  }

  private Changed replay(JobRow job, Set<Long> chosen) throws SQLException {
    if (job.state == JobState.DISMISSED) {
      return new Changed.NotNow("The job was dismissed; submit it again instead.");
    }
    List<ChunkRow> dead =
        tables.chunkRows.ofStatus(job.key, ChunkStatus.DEAD).stream()
            .filter(row -> chosen.isEmpty() || chosen.contains(row.key().number()))
            .toList();
    if (dead.isEmpty()) {
      return new Changed.NotNow("There is no such dead letter to replay.");
    }
    if (leavesStartDead(job, dead)) {
      return new Changed.NotNow(
          "The first stage's chunk is dead: replay it as well, or nobody knows what is missing.");
    }
    return new Changed.Applied(nextRound(job, dead));
  }

  /** Chunk 1 is the first stage's. */
  private boolean leavesStartDead(JobRow job, List<ChunkRow> chosen) throws SQLException {
    if (chosen.getFirst().key().number() == 1) {
      return false;
    }
    Optional<ChunkRow> start = tables.chunkRows.find(job.key, 1);
    return start.isPresent() && start.get().status() == ChunkStatus.DEAD;
  }

  private long nextRound(JobRow job, List<ChunkRow> dead) throws SQLException {
    long now = now();
    tables.jobs.change(job.key, now);
    RoundRow round = job.round(++job.round);
    long revived = dead.size();
    for (ChunkRow row : dead) {
      tables.chunks.revive(job, row, round.number, now);
    }
    if (job.state == JobState.FAILED) {
      revived += reviveCancelled(job, round, now);
      reviveWaiting(job, round);
    }
    if (job.state.ended()) {
      job.state = JobState.RUNNING;
      job.failure = null;
      job.ended = null;
      tables.jobs.countOpen(1);
    }
    tables.timeline.anomaly(
        job, now, Kind.REPLAYED, new Note(null, EventTexts.replayed(revived, round.number), null));
    cascade.settle(job, round, 0, "", now);
    return revived;
  }

  /** A job that fails at its first stage takes unfinished work with it: that runs again, too. */
  private long reviveCancelled(JobRow job, RoundRow round, long now) throws SQLException {
    List<ChunkRow> cancelled = tables.chunkRows.ofStatus(job.key, ChunkStatus.CANCELLED);
    for (ChunkRow row : cancelled) {
      tables.chunks.revive(job, row, round.number, now);
    }
    return cancelled.size();
  }

  /** Items that waited for a barrier when the job failed wait for it again, in the new round. */
  private static void reviveWaiting(JobRow job, RoundRow round) {
    for (Map.Entry<BarrierRow, RoundRow> each : job.waiting().entrySet()) {
      BarrierRow old = each.getKey();
      BarrierRow row = round.row(old.stage, old.group);
      job.revive(old.stage + 1, old.passed.in());
      row.passed = row.passed.plus(old.passed);
      each.getValue().row(old.stage, old.group).passed = Tally.ZERO;
    }
  }

  private long now() {
    return Micros.of(clock.instant());
  }
}
