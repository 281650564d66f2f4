package dev.penstock.pipeline;

import dev.penstock.job.JobId;
import java.io.IOException;
import java.util.List;

/**
 * What a pipeline's stores keep for jobs that have not published: staged rows, half-built files.
 * The host asks for it now and then, and discards what belongs to jobs that have ended, so that a
 * failed or dismissed job leaves nothing behind, whenever the process was killed. Thread-safe.
 */
public interface Residue {
  Residue NONE =
      new Residue() {
        @Override
        public List<JobId> jobs() {
          return List.of();
        }

        @Override
        public void discard(JobId job, int round) {}

        @Override
        public void removed(JobId job) {}
      };

  /** Jobs that something unpublished is kept for; at most a few thousand, oldest first. */
  List<JobId> jobs() throws IOException;

  /**
   * Drops what is kept for a job and was not published, of rounds up to {@code round}: a replay
   * that starts meanwhile writes for the next one. Idempotent.
   */
  void discard(JobId job, int round) throws IOException;

  /**
   * The job itself was removed: also drop what it published under its own name alone. Idempotent.
   */
  void removed(JobId job) throws IOException;
}
