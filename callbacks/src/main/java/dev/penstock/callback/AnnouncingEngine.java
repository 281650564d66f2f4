package dev.penstock.callback;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Beat;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.engine.FollowUp;
import dev.penstock.engine.Gates;
import dev.penstock.engine.JobLog;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Terms;
import dev.penstock.engine.Ticked;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.JobId;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine whose jobs are announced: whoever submits one, by HTTP, by schedule or by webhook, if
 * somebody listens, a follow-up tells of its end, begun in the same atomic step in which it ends.
 */
public final class AnnouncingEngine implements Engine {
  private final Engine engine;
  private final List<Announcer> announcers;

  public AnnouncingEngine(Engine engine, List<Announcer> announcers) {
    this.engine = engine;
    this.announcers = List.copyOf(announcers);
  }

  @Override
  public Admission submit(Submission submission) {
    List<FollowUp> followUps = submission.terms().followUps();
    var more = new ArrayList<>(followUps);
    for (Announcer announcer : announcers) {
      if (more.size() < Terms.MOST_FOLLOW_UPS) {
        announcer.after(submission).ifPresent(more::add);
      }
    }
    return engine.submit(
        more.size() == followUps.size()
            ? submission
            : submission.on(submission.terms().followedBy(more)));
  }

  @Override
  public List<Claim> claim(Want want) {
    return engine.claim(want);
  }

  @Override
  public Verdict commit(Claim claim, Step step) {
    return engine.commit(claim, step);
  }

  @Override
  public List<Beat> beat(List<Pulse> pulses) {
    return engine.beat(pulses);
  }

  @Override
  public Changed control(JobId job, Control control) {
    return engine.control(job, control);
  }

  @Override
  public Ticked tick() {
    return engine.tick();
  }

  @Override
  public JobLog log() {
    return engine.log();
  }

  @Override
  public Gates gates() {
    return engine.gates();
  }

  @Override
  public void close() {
    engine.close();
  }
}
