package dev.penstock.server.web;

import dev.penstock.runtime.worker.WorkerProblem;

/** Writes {@code docs/problems.md} from the tables of problems. */
public final class ProblemsPage {
  private static final String HEAD =
      """
      # Problems

      A refusal is an `application/problem+json` document (RFC 9457). `type` is
      `https://penstock.dev/problems/` and the code; `code` repeats it, `detail` says in a sentence what is
      wrong in this case and what to do, and `errors` lists single faults as `{code, detail}` where there are
      several or a pipeline found them. Codes never change their meaning. Rejected items and dead letters use
      codes of the same kind, which belong to their pipeline.

      | code | status | title |
      | --- | --- | --- |
      """;

  private static final String WORKERS =
      """

      ## Chunks in worker processes

      What is told of a chunk whose [worker process](worker-protocol.md) did not return a result: in the job's
      timeline when the chunk is split or tried again, and in a dead letter when it gave up.

      | code | title |
      | --- | --- |
      """;

  private ProblemsPage() {}

  /** The whole page. */
  public static String text() {
    var page = new StringBuilder(HEAD);
    for (Code code : Code.values()) {
      page.append("| `%s` | %d | %s |%n".formatted(code.word(), code.status(), code.title()));
    }
    page.append(WORKERS);
    for (WorkerProblem problem : WorkerProblem.values()) {
      page.append("| `%s` | %s |%n".formatted(problem.word(), problem.title()));
    }
    return page.toString();
  }
}
