package dev.penstock.bench.engine;

import dev.penstock.bench.course.Runs;
import dev.penstock.bench.course.Subject;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Plan;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Inputs;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.runtime.HostSettings;
import dev.penstock.runtime.PipelineHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Penstock as the course drives it: jobs of one stage, through the host that every server runs. */
final class HostSubject implements Subject {
  /** Chunks that end together share a sync of the disk. */
  private static final int CONCURRENCY = 256;

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final OpenEngine open;
  private final BlobStore blobs;
  private final Runs runs;
  private final Pipeline pipeline;
  private final Plan plan;
  private @Nullable PipelineHost host;

  HostSubject(OpenEngine open, Path folder, Runs runs) throws IOException {
    this.open = open;
    this.blobs = FileBlobStore.open(folder.resolve("blobs"), FileBlobStore.Settings.DEFAULT);
    this.runs = runs;
    StageSpec stage = StageSpec.start("run", this::ran).concurrency(CONCURRENCY);
    this.pipeline = new Pipeline(NoOps.PIPELINE, 1, "Does nothing.", Inputs.of(), List.of(stage));
    this.plan = Plan.of(pipeline);
  }

  private StageResult ran(StageContext context) {
    runs.ran();
    return StageResult.done(Tally.ofOk(1), context.chunk().in());
  }

  @Override
  public void enqueue() {
    if (!(open.engine().submit(NoOps.submission(plan)) instanceof Admission.Accepted)) {
      throw new IllegalStateException("a job was not accepted");
    }
  }

  @Override
  public boolean hasBulk() {
    return false;
  }

  @Override
  public void enqueueAll(int jobs) {
    throw new UnsupportedOperationException("one by one only");
  }

  @Override
  public void start() {
    host =
        new PipelineHost(
                List.of(pipeline), open.engine(), blobs, open.bells(), HostSettings.of("bench"))
            .start();
  }

  @Override
  public void stop() {
    if (host != null) {
      host.stop(GRACE);
      host = null;
    }
  }

  @Override
  public void close() {
    stop();
    try {
      blobs.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
