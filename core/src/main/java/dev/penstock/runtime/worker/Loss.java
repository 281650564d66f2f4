package dev.penstock.runtime.worker;

import dev.penstock.job.Problem;
import java.util.Locale;

/** How a worker was lost to its pool: a word for the metrics, which never changes its meaning. */
enum Loss {
  /** It is still there. */
  NONE,
  /** It ended by itself, or the system ended it. */
  CRASHED,
  OUT_OF_MEMORY,
  STACK_OVERFLOW,
  DEADLINE,
  SILENT,
  PROTOCOL,
  /** It was ended because it did not let go of a chunk that nobody wants any more. */
  STOPPED,
  /** It never got ready. */
  NOT_STARTED,
  /** It ended while it had nothing to do: no chunk has paid for it. */
  IDLE;

  private static final String CODES = "worker.";

  /** The loss behind a problem whose code is one of {@code worker.*}. */
  static Loss of(Problem problem) {
    return valueOf(problem.code().substring(CODES.length()).toUpperCase(Locale.ROOT));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
