package dev.penstock.engine.sqlite;

import dev.penstock.engine.Changed;
import dev.penstock.engine.Control;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.sqlite.Timeline.Note;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobState;
import dev.penstock.job.Tally;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tries dead letters again, as a job's next round. */
final class Replays {
  private final Tables tables;
  private final Cascade cascade;

  Replays(Tables tables, Cascade cascade) {
    this.tables = tables;
    this.cascade = cascade;
  }

  /** Replays the chosen dead letters; all of them when none is chosen. */
  Changed replay(JobRow job, Control.Replay replay, long now) throws SQLException {
    Set<Long> chosen = replay.chunks();
    if (job.state == JobState.DISMISSED) {
      return new Changed.NotNow("The job was dismissed; submit it again instead.");
    }
    tables.remnants.correct(job.key);
    List<ChunkRow> dead =
        dead(job, chosen).stream()
            .filter(row -> chosen.isEmpty() || chosen.contains(row.key().number()))
            .toList();
    if (dead.isEmpty()) {
      return new Changed.NotNow("There is no such dead letter to replay.");
    }
    if (leavesStartDead(job, dead)) {
      return new Changed.NotNow(
          "The first stage's chunk is dead: replay it as well, or nobody knows what is missing.");
    }
    JobRow other = job.state.ended() ? tables.lines.atWork(job) : null;
    if (other != null) {
      return new Changed.NotNow(EventTexts.lineBusy(other.id));
    }
    return new Changed.Applied(nextRound(job, dead, replay, now));
  }

  private List<ChunkRow> dead(JobRow job, Set<Long> chosen) throws SQLException {
    return chosen.isEmpty()
        ? tables.chunkRows.ofStatus(job.key, ChunkStatus.DEAD, 1, Long.MAX_VALUE)
        : tables.chunkRows.ofStatus(
            job.key, ChunkStatus.DEAD, Collections.min(chosen), Collections.max(chosen));
  }

  /** Chunk 1 is the first stage's. */
  private boolean leavesStartDead(JobRow job, List<ChunkRow> chosen) throws SQLException {
    if (chosen.getFirst().key().number() == 1) {
      return false;
    }
    Optional<ChunkRow> start = tables.chunkRows.find(job.key, 1);
    return start.isPresent() && start.get().status() == ChunkStatus.DEAD;
  }

  private long nextRound(JobRow job, List<ChunkRow> dead, Control.Replay replay, long now)
      throws SQLException {
    tables.jobs.change(job.key, now);
    RoundRow round = job.round(++job.round);
    long revived = dead.size();
    for (ChunkRow row : dead) {
      var edit = replay.edits().get(row.key().number());
      tables.chunks.revive(job, row, round.number, edit, now);
    }
    if (job.state == JobState.FAILED) {
      revived += reviveCancelled(job, round, now);
      reviveWaiting(job, round);
    }
    if (job.state.ended()) {
      job.runAgain();
      tables.work.opened(job.order);
      tables.lines.enterAgain(job);
    }
    tables.timeline.anomaly(
        job, now, Kind.REPLAYED, new Note(null, EventTexts.replayed(revived, round.number), null));
    cascade.settle(job, round, 0, "", now);
    return revived;
  }

  /** A job that fails at its first stage takes unfinished work with it: that runs again, too. */
  private long reviveCancelled(JobRow job, RoundRow round, long now) throws SQLException {
    List<ChunkRow> cancelled =
        tables.chunkRows.ofStatus(job.key, ChunkStatus.CANCELLED, 1, Long.MAX_VALUE);
    for (ChunkRow row : cancelled) {
      tables.chunks.revive(job, row, round.number, null, now);
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
}
