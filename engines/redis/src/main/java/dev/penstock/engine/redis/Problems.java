package dev.penstock.engine.redis;

import dev.penstock.engine.EngineProblems;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Problems as fields: code and detail. Where the functions found the problem themselves, the detail
 * is a zero byte and the facts of which its sentence is made, the first of which begins with its
 * length; where a detail from outside begins with a zero byte, there is another one in front.
 */
final class Problems {
  private Problems() {}

  private static final String MARK = "\0";

  static Args write(Problem problem) {
    String detail = problem.detail();
    return new Args().add(problem.code()).add(detail.startsWith(MARK) ? MARK + detail : detail);
  }

  static Problem read(String code, String detail) {
    if (!detail.startsWith(MARK)) {
      return new Problem(code, detail);
    }
    if (detail.startsWith(MARK, 1)) {
      return new Problem(code, detail.substring(1));
    }
    List<String> facts = Packed.texts(detail.substring(1).getBytes(StandardCharsets.UTF_8));
    return switch (code) {
      case "chunk.poison" -> EngineProblems.poison(facts.get(0), Integer.parseInt(facts.get(1)));
      case "job.nothing_succeeded" -> EngineProblems.nothingSucceeded(number(facts, 0));
      case "job.beyond_tolerance" ->
          EngineProblems.beyondTolerance(
              new Tally(0, 0, number(facts, 0), number(facts, 1), 0), number(facts, 2));
      case "job.superseded" -> EngineProblems.superseded(new JobId(facts.getFirst()));
      default -> throw new IllegalStateException("a problem that nobody knows: " + code);
    };
  }

  private static long number(List<String> facts, int index) {
    return Long.parseLong(facts.get(index));
  }
}
