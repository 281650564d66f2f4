package dev.penstock.runtime;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Bells;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.Residue;
import dev.penstock.pipeline.RetryPolicy;
import dev.penstock.pipeline.StageSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A host with one pipeline on a memory engine and a file store, for tests. */
final class Rig implements AutoCloseable {
  /** Retries at once, and twice at most. */
  static final RetryPolicy QUICK = new RetryPolicy(2, 2, Duration.ZERO, Duration.ZERO);

  private static final long PATIENCE_SECONDS = 30;

  final Bells bells = new Bells();
  final Engine engine =
      new MemoryEngine(InstantSource.system(), new Random(1), EngineLimits.DEFAULT, bells);
  final BlobStore blobs;
  final Pipeline pipeline;
  final PipelineHost host;

  Rig(Path folder, StageSpec... stages) throws IOException {
    this(folder, Residue.NONE, stages);
  }

  Rig(Path folder, Residue residue, StageSpec... stages) throws IOException {
    this(folder, residue, HostSettings.of("test"), stages);
  }

  Rig(Path folder, Residue residue, HostSettings settings, StageSpec... stages) throws IOException {
    blobs = FileBlobStore.open(folder, FileBlobStore.Settings.DEFAULT);
    pipeline = new Pipeline("toy", 1, "A toy.", Inputs.of(), List.of(stages), residue);
    host = new PipelineHost(List.of(pipeline), engine, blobs, bells, settings).start();
  }

  JobId submit(String text) {
    var submission =
        new Submission(
            JobId.next(InstantSource.system()),
            "default",
            Plan.of(pipeline),
            "",
            new InputValues(Map.of()),
            Payload.inline(text.getBytes(StandardCharsets.UTF_8)),
            Optional.empty());
    return ((Admission.Accepted) engine.submit(submission)).job();
  }

  List<DeadLetter> letters(JobId id) {
    return engine.log().deadLetters().list(DeadLetterQuery.of(job(id), 0, 10));
  }

  Job job(JobId id) {
    return engine.log().job(id).orElseThrow();
  }

  Job awaitEnd(JobId id) throws InterruptedException {
    return await(id, job -> job.state().ended());
  }

  /** Waits by bell until the job is as wanted. */
  Job await(JobId id, Predicate<Job> wanted) throws InterruptedException {
    var seen = new CountDownLatch(1);
    try (var watch =
        bells.onChange(
            changed -> {
              if (changed.equals(id) && wanted.test(job(id))) {
                seen.countDown();
              }
            })) {
      if (!wanted.test(job(id)) && !seen.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still " + job(id) + " with " + watch);
      }
    }
    return job(id);
  }

  @Override
  public void close() throws IOException {
    host.close();
    engine.close();
    blobs.close();
  }
}
