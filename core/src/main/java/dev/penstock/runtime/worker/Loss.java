package dev.penstock.runtime.worker;

import dev.penstock.job.Problem;
import java.util.Locale;

/** How a worker was lost to its pool: a word for the metrics, which never changes its meaning. */
enum Loss {
  /** It is still there. */
  NONE,
  CRASHED,
  OUT_OF_MEMORY,
  STACK_OVERFLOW,
  DEADLINE,
  SILENT,
  PROTOCOL,
  /** It never got ready. */
  NOT_STARTED,
  /** It was ended because it did not let go of a chunk that nobody wants any more. */
  STOPPED,
  /** It ended while it had nothing to do: no chunk has paid for it. */
  IDLE;

  /** The loss that a chunk is charged with. */
  static Loss of(Problem problem) {
    return WorkerProblem.of(problem).map(one -> valueOf(one.name())).orElse(CRASHED);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
