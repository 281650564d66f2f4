package dev.penstock.testkit.history;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.job.JobId;
import dev.penstock.testkit.history.Journal.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The workers of one check, the jobs that they are given, and the sink that sees what they do. */
final class Company implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(20);

  final List<Worker> workers = new ArrayList<>();
  private final SharedFolder folder;
  private final Site site;
  private final Instant deadline;
  private final FencedSink sink;
  private final List<FencedSink.Line> lines = new ArrayList<>();
  private final Set<FencedSink.Effect> effects = new HashSet<>();
  private final List<ProcessHandle> stopped = new ArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);

  Company(SharedFolder folder, Site site, Duration patience) throws IOException {
    this.folder = folder;
    this.site = site;
    this.deadline = Instant.now().plus(patience);
    this.sink = new FencedSink(folder.effects());
    site.move(folder);
  }

  /** The engine, for somebody who is no worker. */
  Engine engine() {
    return site.open(EffectsPipeline.setting(InstantSource.system(), new Bells()));
  }

  /** Submits jobs of so many chunks each, before any worker is there. */
  void submit(int jobs, int chunks) throws IOException {
    var ordered = new LinkedHashMap<JobId, Integer>();
    try (Engine engine = engine()) {
      for (int i = 0; i < jobs; i++) {
        var job = EffectsPipeline.job(chunks);
        engine.submit(job);
        ordered.put(job.id(), chunks);
      }
    }
    folder.write(ordered);
  }

  /** The jobs, each with the number of its chunks. */
  Map<JobId, Integer> jobs() throws IOException {
    return folder.jobs();
  }

  void hire(int count, EffectsPipeline.Work work) throws IOException {
    for (int i = 1; i <= count; i++) {
      Worker worker = site.hire("worker-" + (workers.size() + 1), work);
      worker.start();
      workers.add(worker);
    }
  }

  /** Different effects so far. */
  int effects() throws IOException {
    for (FencedSink.Line line : sink.news()) {
      lines.add(line);
      effects.add(line.effect());
    }
    return effects.size();
  }

  /** Lets a moment pass; fails when it has taken too long. */
  void moment() throws InterruptedException, IOException {
    if (never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS) || Instant.now().isAfter(deadline)) {
      throw new AssertionError("not at its end in time: " + story());
    }
  }

  /** Lets time pass. */
  void pass(Duration time) throws InterruptedException, IOException {
    Instant end = Instant.now().plus(time);
    while (Instant.now().isBefore(end)) {
      moment();
    }
  }

  /** Waits until somebody has a chunk of the stage in hand. */
  void awaitClaim(String stage) throws InterruptedException, IOException {
    while (Journal.all(folder.path()).stream()
        .noneMatch(
            entry -> entry.answer() == Answer.GRANTED && entry.attempt().stage().equals(stage))) {
      moment();
    }
  }

  /** SIGSTOP for a worker's worker, which nobody will let go on. */
  void stop(ProcessHandle child) throws IOException, InterruptedException {
    stopped.add(child);
    WorkerProcess.signal(child, "STOP");
  }

  /** Waits until every worker that is there has ended by itself, because all jobs have. */
  void awaitEnd() throws InterruptedException, IOException {
    folder.sayEnough();
    for (Worker worker : workers) {
      while (worker.exit().isEmpty()) {
        moment();
      }
      int exit = worker.exit().getAsInt();
      if (exit != 0) {
        throw new AssertionError(worker + " ended with " + exit + ": " + story());
      }
    }
  }

  /** What is to be found out when all have ended. */
  Findings findings() throws IOException {
    effects();
    try (Engine engine = engine()) {
      return Outcomes.of(engine.log(), jobs(), lines)
          .and(Attempts.of(engine.log(), jobs().keySet(), lines, Journal.all(folder.path())));
    }
  }

  String story() throws IOException {
    var story = new StringBuilder().append(effects()).append(" effects");
    for (Worker worker : workers) {
      story.append("\n").append(worker).append(worker.exit().isEmpty() ? " lives" : " has ended");
      worker.lastWords().forEach(line -> story.append("\n  ").append(line));
    }
    return story.toString();
  }

  @Override
  public void close() {
    stopped.forEach(ProcessHandle::destroyForcibly);
    try {
      for (Worker worker : workers) {
        worker.kill();
      }
    } catch (IOException e) {
      throw new IllegalStateException("a worker goes on", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
