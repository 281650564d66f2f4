package dev.penstock.runtime;

import dev.penstock.blob.BlobStore;
import dev.penstock.engine.Changed;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.job.JobId;
import dev.penstock.pipeline.Pipeline;
import java.io.IOException;
import java.util.List;

/**
 * Removes an ended job with all that it has. The engine's record goes first: it refuses where the
 * job runs again, and nothing of a running job may go. What a crash leaves behind then is found by
 * the sweeper, because its blobs have no job any more. Thread-safe.
 */
public final class JobRemoval {
  private final List<Pipeline> pipelines;
  private final Engine engine;
  private final BlobStore blobs;

  public JobRemoval(List<Pipeline> pipelines, Engine engine, BlobStore blobs) {
    this.pipelines = List.copyOf(pipelines);
    this.engine = engine;
    this.blobs = blobs;
  }

  /** The engine's answer; only when it is Applied is anything gone. */
  public Changed remove(JobId job) throws IOException {
    Changed changed = engine.control(job, new Control.Remove());
    if (changed instanceof Changed.Applied) {
      clear(job);
    }
    return changed;
  }

  /** Blobs go last: they lead the sweeper here again. */
  void clear(JobId job) throws IOException {
    for (Pipeline pipeline : pipelines) {
      pipeline.residue().removed(job);
    }
    blobs.deleteAll("jobs/" + job);
  }
}
