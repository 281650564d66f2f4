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
 * somebody listens, a callback follows it in the same atomic step in which it ends.
 */
public final class AnnouncingEngine implements Engine {
  private final Engine engine;
  private final Audience audience;

  public AnnouncingEngine(Engine engine, Audience audience) {
    this.engine = engine;
    this.audience = audience;
  }

  @Override
  public Admission submit(Submission submission) {
    String pipeline = submission.plan().pipeline();
    List<FollowUp> followUps = submission.terms().followUps();
    if (pipeline.equals(CallbacksPipeline.NAME)
        || followUps.size() == Terms.MOST_FOLLOW_UPS
        || !audience.wants(submission.tenant(), pipeline)) {
      return engine.submit(submission);
    }
    var more = new ArrayList<>(followUps);
    more.add(CallbackOrders.toSubscribers());
    return engine.submit(submission.on(submission.terms().followedBy(more)));
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
