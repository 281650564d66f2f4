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
    /** More defects than the limit. */
    TOO_MANY,
    /** No effort is left. */
    EXHAUSTED,
    /** More rounds than the limit, or more points from round to round. */
    NOT_CONVERGED
  }

  /** So few points may any round insert. */
  private static final int ALWAYS = 1_000;

  private final RepairLimits limits;
  private final FindingsLog log = new FindingsLog(0);
  private final RingSet rings = new RingSet(true);
  private final BoxTree tree;
  private final Insertions missing = new Insertions();
  private final Encounters found = new Encounters(rings, log, missing);
  private int inserted;
  private int computed;

  Noding(PolygonRings polygons, RepairLimits limits, Effort effort) {
    this.limits = limits;
    this.tree = new BoxTree(effort);
    rings.load(polygons, log);
  }

  Outcome run() {
    int most = Integer.MAX_VALUE;
    long mostDefects = limits.mostDefects(rings.positions);
    for (int round = 0; round <= limits.mostRounds(); round++) {
      boolean all = join();
      if (tree.effort.isExhausted()) {
        return Outcome.EXHAUSTED;
      }
      if (!all || log.total() > mostDefects) {
        return Outcome.TOO_MANY;
      }
      if (missing.count == 0) {
        return Outcome.DONE;
      }
      if (missing.count > most) {
        return Outcome.NOT_CONVERGED;
      }
      most = Math.max(ALWAYS, missing.count);
      insert();
    }
    return Outcome.NOT_CONVERGED;
  }

  /** Finds where edges meet; answers whether it found all. */
  private boolean join() {
    log.clear();
    missing.clear();
    found.clear();
    tree.build(rings, new boolean[rings.rings]);
    return new EdgeJoin(rings, tree, found).run();
  }

  private void insert() {
    missing.sort(rings);
    rings.insert(missing);
    inserted += missing.count;
    computed += missing.computed;
    tree.effort.spend(missing.count);
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

  /** How much had to be changed. */
  Rung rung(PlanarMap map) {
    if (computed > 0) {
      return Rung.CROSSINGS;
    }
    return inserted > 0 ? Rung.SHARED_POINTS : map.marks > 0 ? Rung.TOUCHES : Rung.ROLES;
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
