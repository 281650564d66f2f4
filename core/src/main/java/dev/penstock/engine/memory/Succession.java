package dev.penstock.engine.memory;

import dev.penstock.engine.EventTexts;
import dev.penstock.engine.FollowUp;
import dev.penstock.engine.Submission;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import java.time.Instant;
import java.util.List;

/** What comes after a job that has ended: those behind it in line, and those that follow it. */
final class Succession {
  private final Board board;
  private final Jobs jobs;
  private final Lines lines;

  Succession(Board board, Jobs jobs, Lines lines) {
    this.board = board;
    this.jobs = jobs;
    this.lines = lines;
  }

  /** Follows up every job that the verb in hand has ended. */
  void settle(Instant now) {
    for (MemoryJob ended = board.nextEnded(); ended != null; ended = board.nextEnded()) {
      lines.leave(ended).forEach(next -> jobs.begin(next, now));
      follow(ended, now);
      tellParent(ended, now);
    }
  }

  private void follow(MemoryJob ended, Instant now) {
    Submission order = ended.submission;
    int round = ended.rounds.size() - 1;
    var facts = new Submission.Ended(ended.id(), order.tenant(), ended.state, round);
    List<FollowUp> followUps = order.terms().followUps();
    for (int i = 0; i < followUps.size(); i++) {
      if (followUps.get(i).on().contains(ended.state)) {
        JobId id = JobId.following(ended.id(), i, round, now);
        jobs.admit(followUps.get(i).of(facts, id), now);
      }
    }
  }

  private void tellParent(MemoryJob ended, Instant now) {
    if (ended.state != JobState.FAILED || ended.failure == null) {
      return;
    }
    MemoryJob parent = ended.submission.terms().parent().map(jobs::find).orElse(null);
    if (parent != null) {
      String text = EventTexts.childFailed(ended.id(), ended.plan().pipeline(), ended.failure);
      parent.timeline.anomaly(now, Kind.CHILD_FAILED, null, text, ended.failure);
      board.changed(parent, now);
    }
  }
}
