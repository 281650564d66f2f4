package dev.penstock.ndvi.store;

import dev.penstock.job.JobId;
import dev.penstock.pipeline.Residue;
import java.io.IOException;
import java.util.List;

/**
 * Takes what jobs observe. Rows of a chunk and their receipt go in one step, so a chunk that is
 * tried again changes nothing. An observation of a boundary that the farm no longer has changes
 * nothing either. Each method is one atomic step, durable on return, and safe to call again.
 * Thread-safe.
 */
public interface ObservationStore extends Residue, AutoCloseable {
  /** Notes that a job looks at farms: their states say so until it ends. */
  void begin(JobId job, String tenant, List<Looked> farms) throws IOException;

  /** Keeps the findings of a chunk, and works out the states of its farms. */
  Written keep(Writer writer, Batch batch) throws IOException;

  /**
   * The job has looked at all of its farms.
   *
   * @param checked up to when scenes were looked for, in milliseconds since 1970
   */
  void finish(JobId job, String tenant, long checked, Rules rules) throws IOException;

  /** The job has ended before it had looked at all of its farms. */
  void release(JobId job, String tenant, Finding.Failure why) throws IOException;

  /** The farms that a job looks at, in the order of their ids. */
  List<Looked> looked(JobId job) throws IOException;

  @Override
  void close() throws IOException;

  /** A farm with the version of its boundary. */
  record Looked(String farm, int version) {}

  /**
   * Who writes.
   *
   * @param round 0, then one more for each replay
   * @param fence grows with every claim; of two jobs that measured the same processing of a scene
   *     the later one's figures stay
   */
  record Writer(JobId job, int round, long chunk, long fence) {}

  /** What a chunk has found. */
  record Batch(String tenant, List<Finding> findings, Rules rules) {
    public Batch {
      findings = List.copyOf(findings);
    }
  }

  /** What became of a batch. */
  sealed interface Written {
    /**
     * It is kept.
     *
     * @param moved findings of farms that are gone or have another boundary by now; not kept
     */
    record Applied(int moved) implements Written {}

    /** An attempt before this one has kept it. */
    record Already(int moved) implements Written {}
  }
}
