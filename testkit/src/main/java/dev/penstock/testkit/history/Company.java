package dev.penstock.testkit.history;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.job.JobId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The workers of one check, the jobs that they are given, and the sink that sees what they do. */
final class Company implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(20);

  final List<WorkerProcess> workers = new ArrayList<>();
  private final SharedFolder folder;
  private final Site site;
  private final Instant deadline;
  private final FencedSink sink;
  private final List<FencedSink.Line> lines = new ArrayList<>();
  private final Set<FencedSink.Effect> effects = new HashSet<>();
  private final CountDownLatch never = new CountDownLatch(1);

  Company(SharedFolder folder, Site site, Duration patience) throws IOException {
    this.folder = folder;
    this.site = site;
    this.deadline = Instant.now().plus(patience);
    this.sink = new FencedSink(folder.effects());
  }

  /** Submits jobs of so many chunks each, before any worker is there. */
  void submit(int jobs, int chunks) throws IOException {
    var ids = new ArrayList<JobId>();
    try (Engine engine = site.open(EffectsPipeline.setting(InstantSource.system(), new Bells()))) {
      for (int i = 0; i < jobs; i++) {
        var job = EffectsPipeline.job(chunks);
        engine.submit(job);
        ids.add(job.id());
      }
    }
    folder.write(ids);
  }

  void hire(int count, EffectsPipeline.Work work) throws IOException {
    for (int i = 1; i <= count; i++) {
      var worker = new WorkerProcess(folder, site, work, "worker-" + i);
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

  /** Everything that the sink was asked for. */
  List<FencedSink.Line> lines() throws IOException {
    effects();
    return lines;
  }

  /** Lets a moment pass; fails when it has taken too long. */
  void moment() throws InterruptedException, IOException {
    if (never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS) || Instant.now().isAfter(deadline)) {
      throw new AssertionError("not at its end in time: " + story());
    }
  }

  /** Waits until so many effects were seen. */
  void awaitEffects(int count) throws InterruptedException, IOException {
    while (effects() < count) {
      moment();
    }
  }

  /** Waits until every worker that is there has ended by itself, because all jobs have. */
  void awaitEnd() throws InterruptedException, IOException {
    folder.sayEnough();
    for (WorkerProcess worker : workers) {
      while (worker.alive()) {
        moment();
      }
      int exit = worker.exit(Duration.ZERO);
      if (exit != 0) {
        throw new AssertionError(worker + " ended with " + exit + ": " + story());
      }
    }
  }

  /** What is to be found out when all have ended. */
  Findings findings() throws IOException {
    try (Engine engine = site.open(EffectsPipeline.setting(InstantSource.system(), new Bells()))) {
      return Findings.of(engine.log(), folder.jobs(), lines(), Journal.all(folder.path()));
    }
  }

  String story() throws IOException {
    var story = new StringBuilder().append(effects()).append(" effects");
    for (WorkerProcess worker : workers) {
      story.append("\n").append(worker).append(worker.alive() ? " lives" : " is gone");
      worker.lastLines().forEach(line -> story.append("\n  ").append(line));
    }
    return story.toString();
  }

  @Override
  public void close() {
    try {
      for (WorkerProcess worker : workers) {
        worker.kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
