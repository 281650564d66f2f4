package dev.penstock.testkit.history;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Beat;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineUnavailableException;
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

/** An engine whose answers to claims and commits are noted. */
record JournalingEngine(Engine engine, Journal journal) implements Engine {
  @Override
  public Admission submit(Submission submission) {
    return engine.submit(submission);
  }

  @Override
  public List<Claim> claim(Want want) {
    List<Claim> claims = engine.claim(want);
    claims.forEach(journal::granted);
    return claims;
  }

  @Override
  public Verdict commit(Claim claim, Step step) {
    try {
      Verdict verdict = engine.commit(claim, step);
      journal.answered(claim, step, verdict);
      return verdict;
    } catch (EngineUnavailableException e) {
      journal.unanswered(claim, step);
      throw e;
    }
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
