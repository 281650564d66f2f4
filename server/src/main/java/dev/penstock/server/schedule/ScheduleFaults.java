package dev.penstock.server.schedule;

import dev.penstock.job.Problem;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a schedule, gathered so that a client hears of all of it at once. */
final class ScheduleFaults {
  private final List<Problem> problems = new ArrayList<>();

  void add(Code code, String detail) {
    problems.add(new Problem(code.word(), detail));
  }

  void add(Problem problem) {
    problems.add(problem);
  }

  void addAll(List<Problem> more) {
    problems.addAll(more);
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Ends the request when there is any. */
  void refuse() {
    if (!problems.isEmpty()) {
      throw of(problems).refused();
    }
  }

  /**
   * Problems of one kind give the answer their code; others, and those of other statuses, do not.
   */
  static HttpProblem of(List<Problem> problems) {
    List<String> codes = problems.stream().map(Problem::code).distinct().toList();
    Code code =
        codes.size() == 1
            ? Code.of(codes.getFirst())
                .filter(known -> known.status() == Code.SCHEDULE_INVALID.status())
                .orElse(Code.SCHEDULE_INVALID)
            : Code.SCHEDULE_INVALID;
    String detail =
        problems.size() == 1
            ? problems.getFirst().detail()
            : problems.size() + " things are wrong; see errors.";
    return HttpProblem.of(code, detail).withErrors(problems);
  }
}
