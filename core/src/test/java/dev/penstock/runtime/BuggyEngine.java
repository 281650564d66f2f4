package dev.penstock.runtime;

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
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;

/** An engine with bugs: each verb throws what is queued for it, then works as it should. */
final class BuggyEngine implements Engine {
  private final Engine sound;
  private final ConcurrentMap<String, Queue<Throwable>> bugs = new ConcurrentHashMap<>();

  BuggyEngine(Engine sound) {
    this.sound = sound;
  }

  /** The next calls of a verb throw these, one each. */
  void next(String verb, Throwable... thrown) {
    bugs.computeIfAbsent(verb, v -> new ConcurrentLinkedQueue<>()).addAll(List.of(thrown));
  }

  /** How many of the bugs of a verb have not shown yet. */
  int hidden(String verb) {
    return bugs.getOrDefault(verb, new ConcurrentLinkedQueue<>()).size();
  }

  private void maybe(String verb) {
    Throwable bug = bugs.getOrDefault(verb, new ConcurrentLinkedQueue<>()).poll();
    if (bug != null) {
      throw sneaky(bug);
    }
  }

  /** Throws anything, declared or not, as code from elsewhere may. */
  @SuppressWarnings("unchecked")
  static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Override
  public Admission submit(Submission submission) {
    return sound.submit(submission);
  }

  @Override
  public List<Claim> claim(Want want) {
    maybe("claim");
    return sound.claim(want);
  }

  @Override
  public Verdict commit(Claim claim, Step step) {
    maybe("commit");
    return sound.commit(claim, step);
  }

  @Override
  public List<Beat> beat(List<Pulse> pulses) {
    maybe("beat");
    return sound.beat(pulses);
  }

  @Override
  public Changed control(JobId job, Control control) {
    return sound.control(job, control);
  }

  @Override
  public Ticked tick() {
    maybe("tick");
    return sound.tick();
  }

  @Override
  public JobLog log() {
    return sound.log();
  }

  @Override
  public Gates gates() {
    return sound.gates();
  }

  @Override
  public void close() {
    sound.close();
  }
}
