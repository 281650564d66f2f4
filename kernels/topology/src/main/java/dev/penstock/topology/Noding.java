package dev.penstock.topology;

/**
 * Inserts points into the edges of rings until edges meet in their ends only. An inserted crossing
 * is rounded, which bends its edge a little: then the edge may meet others, and the next round
 * begins. Each round inserts less than the one before. Where it does not, ordinates of very
 * different sizes make rounding bend edges by more than their distance, and that never ends.
 */
final class Noding {
  enum Outcome {
    DONE,
    OVER_BUDGET,
    NOT_CONVERGED
  }

  /** So few points may any round insert. */
  private static final int ALWAYS = 1_000;

  private final RepairLimits limits;
  private final FindingsLog log = new FindingsLog(0);
  private final RingSet rings = new RingSet();
  private final BoxTree tree = new BoxTree(Effort.ofAllRounds());
  private final Insertions missing = new Insertions();
  private final Encounters found = new Encounters(rings, log, missing);
  private int inserted;
  private int computed;

  Noding(PolygonRings polygons, RepairLimits limits) {
    this.limits = limits;
    rings.load(polygons, log);
  }

  Outcome run() {
    int most = Integer.MAX_VALUE;
    for (int round = 0; round <= limits.mostRounds(); round++) {
      log.clear();
      missing.clear();
      found.clear();
      tree.build(rings, new boolean[rings.rings]);
      if (!new EdgeJoin(rings, tree, found).run() || log.total() > limits.mostDefects()) {
        return Outcome.OVER_BUDGET;
      }
      if (missing.count == 0) {
        return Outcome.DONE;
      }
      if (missing.count > most) {
        return Outcome.OVER_BUDGET;
      }
      most = Math.max(ALWAYS, missing.count);
      missing.sort(rings);
      rings.insert(missing);
      inserted += missing.count;
      computed += missing.computed;
    }
    return Outcome.NOT_CONVERGED;
  }

  /** The rings as a map; after they are noded. */
  PlanarMap map() {
    TouchPoints touches = new TouchPoints(rings, found);
    touches.build();
    PlanarMap map = new PlanarMap(rings, found, touches);
    map.build();
    return map;
  }

  BoxTree tree() {
    return tree;
  }

  /** How many points were inserted. */
  int inserted() {
    return inserted;
  }

  /** How many of them were computed. */
  int computed() {
    return computed;
  }
}
