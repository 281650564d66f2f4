package dev.penstock.topology;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts holes into their shells, and all of them into polygons. That is the proof of a repair, too:
 * the polygons are checked by all rules on the way.
 */
final class Assembly {
  private Assembly() {}

  /** The polygons of rings; null when they would not be valid. */
  static @Nullable FlatRings of(Boundary boundary, Effort effort) {
    RingSet rings = RingSet.of(boundary.xy(), boundary.starts(), boundary.rings());
    FindingsLog log = new FindingsLog(0);
    Encounters found = new Encounters(rings, log);
    BoxTree tree = new BoxTree(effort);
    found.clear();
    tree.build(rings, new boolean[rings.rings]);
    if (!new EdgeJoin(rings, tree, found).run() || log.total() > 0) {
      return null;
    }
    TouchPoints touches = new TouchPoints(rings, found);
    touches.build();
    Forest forest = new Forest(rings, found, touches, tree);
    forest.build();
    int[] part = parts(forest, boundary.isShell(), rings.rings);
    if (part == null) {
      return null;
    }
    rings.part = part;
    new TouchRules(rings, found, touches).check();
    return log.total() > 0 ? null : polygons(boundary, rings, part);
  }

  /** The shell of each ring, as ring index: of a hole the ring around it. */
  private static int @Nullable [] parts(Forest forest, boolean[] isShell, int rings) {
    int[] part = new int[rings];
    for (int r = 0; r < rings; r++) {
      int around = forest.parent(r);
      boolean fits = isShell[r] ? isHole(around, isShell) : around >= 0 && isShell[around];
      if (!fits) {
        return null;
      }
      part[r] = isShell[r] ? r : around;
    }
    return part;
  }

  private static boolean isHole(int around, boolean[] isShell) {
    return around == Forest.NONE || (around >= 0 && !isShell[around]);
  }

  private static FlatRings polygons(Boundary boundary, RingSet rings, int[] part) {
    boolean[] isShell = boundary.isShell();
    int[] partOf = new int[rings.rings];
    int parts = 0;
    for (int r = 0; r < rings.rings; r++) {
      if (isShell[r]) {
        partOf[r] = parts++;
      }
    }
    int[] partStart = new int[parts + 1];
    for (int r = 0; r < rings.rings; r++) {
      partStart[partOf[part[r]] + 1]++;
    }
    for (int p = 0; p < parts; p++) {
      partStart[p + 1] += partStart[p];
    }
    int[] order = order(isShell, part, partOf, partStart);
    int[] ringStart = new int[order.length + 1];
    for (int i = 0; i < order.length; i++) {
      ringStart[i + 1] = ringStart[i] + rings.last[order[i]] + 1 - rings.first[order[i]];
    }
    double[] ordinates = copy(boundary, order, ringStart);
    return new FlatRings(ordinates, boundary.z().length == 0 ? 2 : 3, ringStart, partStart);
  }

  /** Rings by polygon, the shell first. */
  private static int[] order(boolean[] isShell, int[] part, int[] partOf, int[] partStart) {
    int[] order = new int[part.length];
    int[] next = Arrays.copyOf(partStart, partStart.length);
    for (int pass = 0; pass < 2; pass++) {
      for (int r = 0; r < part.length; r++) {
        if (isShell[r] == (pass == 0)) {
          order[next[partOf[part[r]]]++] = r;
        }
      }
    }
    return order;
  }

  private static double[] copy(Boundary boundary, int[] order, int[] ringStart) {
    boolean heights = boundary.z().length > 0;
    int stride = heights ? 3 : 2;
    double[] ordinates = new double[Math.multiplyExact(stride, ringStart[order.length])];
    for (int i = 0; i < order.length; i++) {
      int from = boundary.starts()[order[i]];
      int to = stride * ringStart[i];
      int count = ringStart[i + 1] - ringStart[i];
      if (!heights) {
        System.arraycopy(boundary.xy(), 2 * from, ordinates, to, 2 * count);
        continue;
      }
      for (int p = 0; p < count; p++) {
        ordinates[to + 3 * p] = boundary.xy()[2 * (from + p)];
        ordinates[to + 3 * p + 1] = boundary.xy()[2 * (from + p) + 1];
        ordinates[to + 3 * p + 2] = boundary.z()[from + p];
      }
    }
    return ordinates;
  }
}
