package dev.penstock.engine.sqlite;

import dev.penstock.blob.Payload;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.sqlite.Held.Spot;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.pipeline.Spawn;
import java.sql.SQLException;

/**
 * What follows when a chunk has closed: barriers that fire, stages that are complete, the end of
 * the job.
 *
 * <p>A spot (stage, group, round) is complete when its chunks have ended and the spot that feeds it
 * is complete. Complete spots stay complete, because whatever may spawn into one is open before it.
 * So each barrier sees its spot become complete once, and fires then.
 */
final class Cascade {
  private final Tables tables;
  private final Endings endings;

  Cascade(Tables tables, Endings endings) {
    this.tables = tables;
    this.endings = endings;
  }

  /** Follows up a chunk that has just ended. */
  void closed(JobRow job, Spot spot, long now) throws SQLException {
    RoundRow round = job.round(spot.round());
    round.closed(spot.stage(), spot.group(), 1);
    settle(job, round, spot.stage(), spot.group(), now);
    if (job.state.ended()) {
      return;
    }
    announce(job, round, now);
    if (job.openChunks() == 0) {
      endings.finish(job, now);
    }
  }

  /** Walks down from a spot as far as spots are complete. */
  void settle(JobRow job, RoundRow round, int stage, String group, long now) throws SQLException {
    if (job.plan.last(stage) || !round.complete(stage, group) || job.state.ended()) {
      return;
    }
    if (job.plan.barrierAfter(stage) && !fire(job, round, stage, group, now)) {
      return;
    }
    settle(job, round, stage + 1, group, now);
    for (String born : round.bornAfter(stage, group)) {
      settle(job, round, stage + 1, born, now);
    }
  }

  /** Fires a barrier, once; whether the job goes on. */
  private boolean fire(JobRow job, RoundRow round, int stage, String group, long now)
      throws SQLException {
    BarrierRow row = round.row(stage, group);
    if (!row.fired && opens(job, round, row)) {
      if (endings.failsBeyondTolerance(job, now)) {
        return false;
      }
      row.fired = true;
      var behind = new Spot(stage + 1, group, round.number);
      tables.chunks.add(job, behind, Spawn.of(Payload.NONE, row.passed), now);
    }
    return true;
  }

  /** Whether there is something to do behind the barrier: items, or a job that has none at all. */
  private static boolean opens(JobRow job, RoundRow round, BarrierRow row) {
    if (job.in > 0) {
      return row.passed.passed() > 0;
    }
    boolean nobodyElse = row.group.isEmpty() && job.groups.none();
    return row.used || (nobodyElse && round.used(0));
  }

  private void announce(JobRow job, RoundRow round, long now) throws SQLException {
    while (round.nextIsComplete()) {
      int stage = round.announced++;
      if (round.used(stage)) {
        tables.timeline.milestone(
            job,
            now,
            Kind.STAGE_COMPLETED,
            EventTexts.stageCompleted(job.plan.stage(stage).name(), round.number));
      }
    }
  }
}
