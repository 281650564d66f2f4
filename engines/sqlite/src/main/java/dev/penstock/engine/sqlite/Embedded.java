package dev.penstock.engine.sqlite;

import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.Plan;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Submission.Idempotency;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.runtime.HostSettings;
import dev.penstock.runtime.PipelineHost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Pipelines inside a program of your own: engine, blobs and workers on one folder, without a
 * server. What is submitted survives the end of the process, and goes on when the folder is opened
 * again. One process owns a folder. Thread-safe.
 */
public final class Embedded implements AutoCloseable {
  private static final String TENANT = "default";

  private final JobIds ids = new JobIds(InstantSource.system());
  private final Engine engine;
  private final FileBlobStore blobs;
  private final PipelineHost host;

  private Embedded(Engine engine, FileBlobStore blobs, PipelineHost host) {
    this.engine = engine;
    this.blobs = blobs;
    this.host = host;
  }

  /**
   * Opens a folder, made when there is none, and starts working on what it holds.
   *
   * @throws dev.penstock.engine.EngineUnavailableException when another process has the folder
   */
  public static Embedded open(Path folder, Pipeline... pipelines) throws IOException {
    var bells = new Bells();
    Files.createDirectories(folder.resolve("blobs"));
    Engine engine =
        SqliteEngine.open(
            Files.createDirectories(folder.resolve("engine")),
            InstantSource.system(),
            RandomGenerator.getDefault(),
            EngineLimits.DEFAULT,
            bells);
    try {
      var blobs = FileBlobStore.open(folder.resolve("blobs"), FileBlobStore.Settings.DEFAULT);
      var settings = HostSettings.of("pid-" + ProcessHandle.current().pid());
      var host = new PipelineHost(List.of(pipelines), engine, blobs, bells, settings);
      return new Embedded(engine, blobs, host.start());
    } catch (IOException | RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** Submits a payload; durable when this returns. */
  public JobId submit(Pipeline pipeline, byte[] payload) throws IOException {
    return submit(pipeline, payload, Map.of());
  }

  /**
   * Submits a payload with inputs; durable when this returns.
   *
   * @throws IllegalArgumentException for inputs that the pipeline does not take
   */
  public JobId submit(Pipeline pipeline, byte[] payload, Map<String, String> inputs)
      throws IOException {
    return submit(pipeline, payload, inputs, Optional.empty());
  }

  /**
   * Submits a payload once: the same key again answers the job of the first call, however that
   * ended, for as long as the job is kept. A program that is killed and started anew submits with a
   * key that it can make again, for example out of what the payload is.
   *
   * @throws IllegalArgumentException when the key came with another payload or pipeline
   */
  public JobId submit(Pipeline pipeline, byte[] payload, String key) throws IOException {
    MessageDigest hash = sha256();
    hash.update((pipeline.name() + '\n').getBytes(StandardCharsets.UTF_8));
    String same = HexFormat.of().formatHex(hash.digest(payload));
    return submit(pipeline, payload, Map.of(), Optional.of(new Idempotency(key, same)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private JobId submit(
      Pipeline pipeline, byte[] payload, Map<String, String> inputs, Optional<Idempotency> once)
      throws IOException {
    JobId id = ids.next();
    var submission =
        new Submission(
            id, TENANT, Plan.of(pipeline), "", checked(pipeline, inputs), keep(id, payload), once);
    Admission admission = engine.submit(submission);
    if (admission instanceof Admission.Accepted) {
      return id;
    }
    blobs.deleteAll("jobs/" + id);
    return switch (admission) {
      case Admission.Existing(var job) -> job;
      case Admission.Conflict(var job) ->
          throw new IllegalArgumentException("the key came with another payload: job " + job);
      case Admission.Accepted _, Admission.Joined _, Admission.Busy _ ->
          throw new IllegalStateException("not accepted: " + admission);
    };
  }

  /** Waits for the end of a job; empty when it takes longer, or there is no such job. */
  public Optional<Job> ended(JobId job, Duration atMost) throws InterruptedException {
    return host.ended(job, atMost);
  }

  /** The engine: to read jobs and timelines, to submit on other terms, to move gates. */
  public Engine engine() {
    return engine;
  }

  private static InputValues checked(Pipeline pipeline, Map<String, String> inputs) {
    var given = new java.util.LinkedHashMap<String, List<String>>();
    inputs.forEach((name, value) -> given.put(name, List.of(value)));
    return switch (pipeline.inputs().read(given)) {
      case Inputs.Reading.Accepted(var values) -> values;
      case Inputs.Reading.Refused(var problems) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }

  private Payload keep(JobId id, byte[] payload) throws IOException {
    if (payload.length <= Payload.MAX_INLINE) {
      return Payload.inline(payload);
    }
    try (BlobWriter blob = blobs.create("jobs/" + id + "/payload", Hashing.IDENTITY)) {
      for (var rest = ByteBuffer.wrap(payload); rest.hasRemaining(); ) {
        blob.write(rest);
      }
      return Payload.stored(blob.publish());
    }
  }

  /** Stops working at once; what is in hand goes on when the folder is opened again. */
  @Override
  public void close() throws IOException {
    host.close();
    blobs.close();
    engine.close();
  }
}
