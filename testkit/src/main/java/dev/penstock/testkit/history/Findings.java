package dev.penstock.testkit.history;

import java.util.ArrayList;
import java.util.List;

/**
 * What a history comes to, each fault in a sentence.
 *
 * @param lost what should have happened and did not
 * @param twice what happened more than once, or was done by one who had been overtaken
 * @param unexplained attempts that came to nothing, and nobody can say why
 * @param overtaken how many attempts came to nothing
 */
record Findings(List<String> lost, List<String> twice, List<String> unexplained, long overtaken) {
  Findings and(Findings other) {
    return new Findings(
        both(lost, other.lost),
        both(twice, other.twice),
        both(unexplained, other.unexplained),
        overtaken + other.overtaken);
  }

  private static List<String> both(List<String> some, List<String> more) {
    var all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }
}
