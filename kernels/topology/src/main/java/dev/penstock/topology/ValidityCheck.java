package dev.penstock.topology;

/**
 * Checks whether polygons are valid (OGC 06-103r4, section 6.1.11), and finds every defect, not
 * only the first. A repeated point in a row is no defect.
 *
 * <p>Edges are compared through a tree of boxes, with exact predicates; the time grows a little
 * faster than the number of positions. Where boxes do not help, as with thousands of long slanting
 * edges side by side, the check gives up at a limit: see {@link DefectKind#TOO_COMPLEX}. It gives
 * up the same way when its thread is interrupted, and leaves it so. It takes about 8 bytes a
 * position and 100 a ring, and 16 more a position when positions repeat, rings are open, or the
 * stride is not 2; after polygons of an ordinary size it keeps them for the next ones. Not
 * thread-safe: one a thread.
 */
public final class ValidityCheck {
  /** Defects that are kept where no other number is given. */
  public static final int DEFAULT_KEPT = 16;

  /** After more positions, memory goes back to those who need it more. */
  private static final int MOST_KEPT = 400_000;

  private final FindingsLog log;
  private final Effort effort;
  private Scratch scratch;

  /** A check that keeps {@value #DEFAULT_KEPT} defects, and counts all. */
  public ValidityCheck() {
    this(DEFAULT_KEPT);
  }

  /** A check that keeps so many defects, and counts all. */
  public ValidityCheck(int kept) {
    this(kept, new Effort());
  }

  ValidityCheck(int kept, Effort effort) {
    this.log = new FindingsLog(kept);
    this.effort = effort;
    this.scratch = new Scratch(log, effort);
  }

  /** What is wrong with the polygons. The view is not kept. */
  public Findings check(PolygonRings polygons) {
    log.clear();
    if (!SizeRange.holds(polygons, log)) {
      return log.findings();
    }
    scratch.check(polygons, log);
    if (scratch.rings.positions > MOST_KEPT) {
      scratch = new Scratch(log, effort);
    }
    return log.findings();
  }

  /** Boxes looked at by the last check; for tests of its growth. */
  long steps() {
    return effort.spent();
  }

  /** All that a check needs, as large as the largest polygons so far. */
  private static final class Scratch {
    final RingSet rings = new RingSet();
    private final BoxTree tree;
    private final Duplicates duplicates = new Duplicates(rings);
    private final Encounters found;
    private final EdgeJoin join;
    private final TouchPoints touches;
    private final TouchRules rules;
    private final Nesting nesting;

    Scratch(FindingsLog log, Effort effort) {
      this.tree = new BoxTree(effort);
      this.found = new Encounters(rings, log);
      this.join = new EdgeJoin(rings, tree, found);
      this.touches = new TouchPoints(rings, found);
      this.rules = new TouchRules(rings, found, touches);
      this.nesting = new Nesting(rings, found, tree, new Forest(rings, found, touches, tree));
    }

    void check(PolygonRings polygons, FindingsLog log) {
      rings.load(polygons, log);
      found.clear();
      duplicates.find(found);
      tree.build(rings, duplicates.repeats);
      if (join.run()) {
        touches.build();
        rules.check();
        nesting.check();
      }
      if (tree.effort.isExhausted()) {
        giveUp(log);
      }
      rings.release();
    }

    private void giveUp(FindingsLog log) {
      log.stop();
      if (log.total() == 0) {
        found.at(DefectKind.TOO_COMPLEX, rings.first[0], 0, 0);
      }
    }
  }
}
