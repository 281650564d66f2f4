package dev.penstock.server.pipeline;

import dev.penstock.job.JobId;
import java.util.Map;

/** What a job does otherwise that sends the rejects of another job again. */
@FunctionalInterface
public interface Resending {
  /** The same inputs again. */
  Resending SAME = (job, inputs) -> Map.of();

  /**
   * Inputs that take the place of those of the first job.
   *
   * @param job whose rejects they are
   * @param inputs that it had, defaults filled in
   */
  Map<String, String> inputs(JobId job, Map<String, String> inputs);
}
