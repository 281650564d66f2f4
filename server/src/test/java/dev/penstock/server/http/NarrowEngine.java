package dev.penstock.server.http;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Beat;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Claim;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineFullException;
import dev.penstock.engine.Gates;
import dev.penstock.engine.JobLog;
import dev.penstock.engine.Pulse;
import dev.penstock.engine.Step;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Ticked;
import dev.penstock.engine.Verdict;
import dev.penstock.engine.Want;
import dev.penstock.job.JobId;
import java.io.IOException;
import java.util.List;

/** An engine whose disk becomes full for new jobs when the test says so. */
final class NarrowEngine implements Engine {
  volatile boolean full;
  private final Engine engine;

  NarrowEngine(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Admission submit(Submission submission) {
    if (full) {
      throw new EngineFullException("the engine's file is full", new IOException("ENOSPC"));
    }
    return engine.submit(submission);
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
