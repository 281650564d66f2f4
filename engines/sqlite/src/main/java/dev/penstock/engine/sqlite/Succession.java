package dev.penstock.engine.sqlite;

import dev.penstock.engine.EventTexts;
import dev.penstock.engine.FollowUp;
import dev.penstock.engine.Submission;
import dev.penstock.engine.sqlite.Timeline.Note;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What comes after a job that has ended: those behind it in line, and those that follow it. */
final class Succession {
  private final Tables tables;
  private final Entering entering;

  Succession(Tables tables, Entering entering) {
    this.tables = tables;
    this.entering = entering;
  }

  /** Follows up every job that the verb in hand has ended. */
  void settle(Instant now) throws SQLException {
    for (JobRow ended = tables.jobs.nextEnded(); ended != null; ended = tables.jobs.nextEnded()) {
      for (JobRow next : tables.lines.leave(ended)) {
        entering.begin(next, Micros.of(now));
      }
      follow(ended, now);
      tellParent(ended, Micros.of(now));
    }
  }

  private void follow(JobRow ended, Instant now) throws SQLException {
    List<FollowUp> followUps = tables.followUps.of(ended);
    var facts = new Submission.Ended(ended.id, ended.order.tenant(), ended.state, ended.round);
    for (int i = 0; i < followUps.size(); i++) {
      if (followUps.get(i).on().contains(ended.state)) {
        JobId id = JobId.following(ended.id, i, ended.round, now);
        entering.admit(followUps.get(i).of(facts, id), Micros.of(now));
      }
    }
  }

  private void tellParent(JobRow ended, long now) throws SQLException {
    JobId parent = ended.order.standing().parent();
    if (parent == null || ended.state != JobState.FAILED || ended.failure == null) {
      return;
    }
    Optional<Long> key = tables.jobs.keyOf(parent);
    if (key.isPresent()) {
      String text = EventTexts.childFailed(ended.id, ended.plan.plan().pipeline(), ended.failure);
      tables.timeline.anomaly(
          tables.jobs.change(key.get(), now),
          now,
          Kind.CHILD_FAILED,
          new Note(null, text, ended.failure));
    }
  }
}
