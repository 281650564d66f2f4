package dev.penstock.topology;

/**
 * Inserts points into the edges of rings until edges meet in their ends only. An inserted crossing
 * is rounded, which bends its edge a little: then the edge may meet others, and the next round
 * begins.
 */
final class Noding {
  enum Outcome {
    DONE,
    OVER_BUDGET,
    NOT_CONVERGED
  }

  private final RepairLimits limits;
  private final FindingsLog log = new FindingsLog(0);
  private final RingSet rings = new RingSet();
  private final BoxTree tree = new BoxTree();
  private final Insertions missing = new Insertions();
  private final Encounters found = new Encounters(rings, log, missing);
  private int inserted;
  private int computed;

  Noding(PolygonRings polygons, RepairLimits limits) {
    this.limits = limits;
    rings.load(polygons, log);
  }

  Outcome run() {
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
