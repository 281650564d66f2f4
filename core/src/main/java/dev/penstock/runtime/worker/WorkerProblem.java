package dev.penstock.runtime.worker;

import dev.penstock.job.Problem;
import java.util.Arrays;
import java.util.Optional;

/** What an isolated stage's chunk is charged with, instead of a result: the one table. */
public enum WorkerProblem {
  CRASHED("worker.crashed", "The worker ended by itself; the detail names its exit or signal"),
  OUT_OF_MEMORY("worker.out_of_memory", "The worker needed more memory than its stage allows"),
  STACK_OVERFLOW("worker.stack_overflow", "The worker's stack overflowed"),
  DEADLINE("worker.deadline", "The worker took longer for a chunk than its stage allows"),
  SILENT("worker.silent", "The worker gave no sign of life: it was stopped, or hangs"),
  PROTOCOL("worker.protocol", "What the worker said is not the worker protocol"),
  NOT_STARTED("worker.not_started", "No worker could be started; the chunk was not touched"),
  POISON("chunk.poison", "No worker survives the item, which was tried alone");

  private final String word;
  private final String title;

  WorkerProblem(String word, String title) {
    this.word = word;
    this.title = title;
  }

  /** The stable code, for example {@code worker.crashed}. */
  public String word() {
    return word;
  }

  public String title() {
    return title;
  }

  /** This problem in a case of its own. */
  public Problem problem(String detail) {
    return new Problem(word, detail);
  }

  boolean is(Problem problem) {
    return problem.code().equals(word);
  }

  static Optional<WorkerProblem> of(Problem problem) {
    return Arrays.stream(values()).filter(one -> one.is(problem)).findFirst();
  }
}
