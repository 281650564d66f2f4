package dev.penstock.testkit.history;

import dev.penstock.blob.FileBlobStore;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.job.JobId;
import dev.penstock.runtime.HostSettings;
import dev.penstock.runtime.PipelineHost;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a worker does from its start to its end: it is brought every job once more, as by a source
 * that never heard of what became of them, runs a host, and ends when all jobs have.
 *
 * @param life of the worker of that name: no two have the same
 */
record Shift(SharedFolder folder, String name, String life, Sink sink, EffectsPipeline.Work work) {
  private static final int LOOK_MILLIS = 100;

  void work(Engine engine, Bells bells) throws IOException, InterruptedException {
    Map<JobId, Integer> jobs = folder.jobs();
    jobs.forEach((id, chunks) -> redeliver(engine, id, chunks));
    var pipeline = new EffectsPipeline(sink, work).pipeline();
    try (var blobs = FileBlobStore.open(folder.blobs(life), FileBlobStore.Settings.DEFAULT);
        var host =
            new PipelineHost(List.of(pipeline), engine, blobs, bells, HostSettings.of(name))) {
      host.start();
      untilTheEnd(engine, jobs);
    }
  }

  /** The same request under the same key is the same job, whoever had it in hand. */
  static void redeliver(Engine engine, JobId id, int chunks) {
    Admission answer = engine.submit(EffectsPipeline.again(id, chunks));
    if (!answer.equals(new Admission.Existing(id))) {
      throw new IllegalStateException("job " + id + " came again and was " + answer);
    }
  }

  private void untilTheEnd(Engine engine, Map<JobId, Integer> jobs) throws InterruptedException {
    var open = new HashSet<>(jobs.keySet());
    var never = new CountDownLatch(1);
    while (!open.isEmpty() || !folder.enough()) {
      open.removeIf(id -> ended(engine, id));
      if (never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts down");
      }
    }
  }

  private static boolean ended(Engine engine, JobId id) {
    try {
      return engine.log().job(id).map(job -> job.state().ended()).orElse(false);
    } catch (EngineUnavailableException e) {
      return false;
    }
  }
}
