package dev.penstock.topology;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects defects: keeps the first ones, counts all, and says when there are too many. */
final class FindingsLog {
  private final int keep;
  private final List<Defect> kept = new ArrayList<>();
  private final Map<DefectKind, Long> counts = new EnumMap<>(DefectKind.class);
  private long total;
  private boolean stopped;

  FindingsLog(int keep) {
    this.keep = keep;
  }

  void clear() {
    kept.clear();
    counts.clear();
    total = 0;
    stopped = false;
  }

  /** Counts a defect; answers whether its place is wanted too. */
  boolean count(DefectKind kind) {
    counts.merge(kind, 1L, Long::sum);
    total++;
    return kept.size() < keep;
  }

  void keep(Defect defect) {
    kept.add(defect);
  }

  /** A defect of one ring, at a place that costs nothing to tell. */
  void add(DefectKind kind, double x, double y, int part, int ring) {
    if (count(kind)) {
      keep(new Defect(kind, x, y, part, ring, part, ring));
    }
  }

  long total() {
    return total;
  }

  void stop() {
    stopped = true;
  }

  Findings findings() {
    return new Findings(kept, counts, !stopped);
  }
}
