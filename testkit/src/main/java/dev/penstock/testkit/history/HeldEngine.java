package dev.penstock.testkit.history;

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

/** An engine that several workers of one process share, as one of them reaches it. */
record HeldEngine(Engine shared, Lifeline lifeline) implements Engine {
  @Override
  public Admission submit(Submission submission) {
    return lifeline.through(() -> shared.submit(submission));
  }

  @Override
  public List<Claim> claim(Want want) {
    return lifeline.through(() -> shared.claim(want));
  }

  @Override
  public Verdict commit(Claim claim, Step step) {
    return lifeline.through(() -> shared.commit(claim, step));
  }

  @Override
  public List<Beat> beat(List<Pulse> pulses) {
    return lifeline.through(() -> shared.beat(pulses));
  }

  @Override
  public Changed control(JobId job, Control control) {
    return lifeline.through(() -> shared.control(job, control));
  }

  @Override
  public Ticked tick() {
    return lifeline.through(shared::tick);
  }

  @Override
  public JobLog log() {
    return lifeline.through(shared::log);
  }

  @Override
  public Gates gates() {
    return lifeline.through(shared::gates);
  }

  /** It goes on for the others. */
  @Override
  public void close() {}
}
