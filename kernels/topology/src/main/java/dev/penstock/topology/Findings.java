package dev.penstock.topology;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a check found. Immutable.
 *
 * @param defects the first of them, up to the limit of the check
 * @param counts how many of each kind there are
 * @param complete false when the check stopped before it had found all, with too many found or too
 *     much work done
 */
public record Findings(List<Defect> defects, Map<DefectKind, Long> counts, boolean complete) {
  public Findings {
    defects = List.copyOf(defects);
    var copy = new EnumMap<DefectKind, Long>(DefectKind.class);
    copy.putAll(counts);
    counts = Collections.unmodifiableMap(copy);
  }

  /** Nothing is wrong. */
  public boolean valid() {
    return counts.isEmpty();
  }

  /** How many defects of a kind. */
  public long count(DefectKind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** How many defects of all kinds. */
  public long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
