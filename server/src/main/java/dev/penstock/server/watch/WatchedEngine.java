package dev.penstock.server.watch;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Beat;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Gates;
import dev.penstock.engine.JobLog;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Ticked;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.JobId;
import java.util.List;

/** An engine that tells a watch of what was claimed and committed through it. */
final class WatchedEngine implements Engine {
  private final Engine engine;
  private final Watch watch;

  WatchedEngine(Engine engine, Watch watch) {
    this.engine = engine;
    this.watch = watch;
  }

  @Override
  public Admission submit(Submission submission) {
    Admission admission = engine.submit(submission);
    if (admission instanceof Admission.Accepted) {
      watch.accepted(submission.plan().pipeline());
    }
    return admission;
  }

  @Override
  public List<Claim> claim(Want want) {
    List<Claim> claims = engine.claim(want);
    claims.forEach(watch::claimed);
    return claims;
  }

  @Override
  public Verdict commit(Claim claim, Step step) {
    Verdict verdict = engine.commit(claim, step);
    watch.committed(claim, step, verdict);
    return verdict;
  }

  @Override
  public List<Beat> beat(List<Pulse> pulses) {
    List<Beat> beats = engine.beat(pulses);
    for (int i = 0; i < beats.size(); i++) {
      watch.beat(pulses.get(i), beats.get(i));
    }
    return beats;
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
