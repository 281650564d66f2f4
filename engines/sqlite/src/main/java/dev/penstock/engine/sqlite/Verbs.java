package dev.penstock.engine.sqlite;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Ticked;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.JobId;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** The verbs, for the writer thread: each does all that belongs to it, also after endings. */
final class Verbs {
  private final InstantSource clock;
  private final Submitting submitting;
  private final Claiming claiming;
  private final Steps steps;
  private final Controlling controlling;
  private final Ticking ticking;
  private final Succession succession;

  Verbs(Tables tables, InstantSource clock, RandomGenerator jitter, EngineLimits limits) {
    this.clock = clock;
    var endings = new Endings(tables);
    var cascade = new Cascade(tables, endings);
    var entering = new Entering(tables);
    this.submitting = new Submitting(tables, entering, endings, limits);
    this.claiming = new Claiming(tables);
    this.steps = new Steps(tables, cascade, endings, clock, jitter);
    this.controlling = new Controlling(tables, new Replays(tables, cascade), endings, clock);
    this.ticking = new Ticking(tables, steps, clock);
    this.succession = new Succession(tables, entering);
  }

  Admission submit(Submission submission) throws SQLException {
    return settled(submitting.submit(submission, Micros.of(clock.instant())));
  }

  List<Claim> claim(Want want) throws SQLException {
    return claiming.claim(want, clock.instant());
  }

  Verdict commit(Claim claim, Step step) throws SQLException {
    return settled(steps.commit(claim, step));
  }

  Changed control(JobId job, Control control) throws SQLException {
    return settled(controlling.control(job, control));
  }

  Ticked tick() throws SQLException {
    return settled(ticking.tick());
  }

  /** What was claimed when the last process ended; how many chunks. */
  long takeBackAll() throws SQLException {
    return settled(ticking.takeBackAll());
  }

  /** Follows up what the verb has ended. */
  private <T> T settled(T answer) throws SQLException {
    succession.settle(clock.instant());
    return answer;
  }
}
