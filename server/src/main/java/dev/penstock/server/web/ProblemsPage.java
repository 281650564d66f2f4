package dev.penstock.server.web;

/** Writes {@code docs/problems.md} from the one table of problems. */
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

  private ProblemsPage() {}

  /** The whole page. */
  public static String text() {
    var page = new StringBuilder(HEAD);
    for (Code code : Code.values()) {
      page.append("| `%s` | %d | %s |%n".formatted(code.word(), code.status(), code.title()));
    }
    return page.toString();
  }
}
