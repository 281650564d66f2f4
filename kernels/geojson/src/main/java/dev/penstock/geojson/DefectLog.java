package dev.penstock.geojson;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The defects of one feature: all counted, a bounded number kept, errors before warnings. */
final class DefectLog {
  /** One bad habit of a writer breaks the same soft rule at every vertex. */
  private static final int KEPT_PER_WARNING = 4;

  private final int max;
  private final Level level;
  private final List<Defect> kept = new ArrayList<>();
  private final Map<Rule, Integer> perRule = new EnumMap<>(Rule.class);
  private final Map<Severity, Integer> perSeverity = new EnumMap<>(Severity.class);
  private int count;

  DefectLog(int max, Level level) {
    this.max = max;
    this.level = level;
  }

  /** What breaking a rule means here. */
  Severity severity(Rule rule) {
    return level.of(rule);
  }

  void clear() {
    if (count > 0) {
      count = 0;
      kept.clear();
      perRule.clear();
      perSeverity.clear();
    }
  }

  /** Counts a broken rule; true where {@link #keep} would keep a defect of it. */
  boolean wants(Rule rule) {
    count++;
    int ofRule = perRule.merge(rule, 1, Integer::sum);
    perSeverity.merge(severity(rule), 1, Integer::sum);
    if (severity(rule) == Severity.WARNING) {
      return kept.size() < max && ofRule <= KEPT_PER_WARNING;
    }
    // At the strict level the same habit is an error; it must not crowd out the others either.
    boolean habit = rule.severity() == Severity.WARNING && ofRule > KEPT_PER_WARNING;
    return !habit && (kept.size() < max || lastWarning() >= 0);
  }

  void keep(Defect defect) {
    int warning = kept.size() == max ? lastWarning() : kept.size();
    if (warning < 0) {
      return;
    }
    if (warning < kept.size()) {
      kept.remove(warning);
    }
    kept.add(defect);
  }

  private int lastWarning() {
    for (int i = kept.size() - 1; i >= 0; i--) {
      if (kept.get(i).severity() == Severity.WARNING) {
        return i;
      }
    }
    return -1;
  }

  List<Defect> kept() {
    return List.copyOf(kept);
  }

  int count(Severity severity) {
    return perSeverity.getOrDefault(severity, 0);
  }

  int count(Rule rule) {
    return perRule.getOrDefault(rule, 0);
  }

  int count() {
    return count;
  }
}
