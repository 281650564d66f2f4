package dev.penstock.topology;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The boundary of what is covered, as simple rings: chains with cover on one side only, led around
 * covered wedges at their nodes, and cut where a ring comes back to a node. Rings without nodes
 * stay as they are; all others have the cover on their left.
 */
final class BoundaryTrace {
  private static final int NONE = -1;

  private final PlanarMap map;
  private final byte[] sides;
  private final byte[] bounds;
  private final Coverage coverage;

  /** Slot that follows on a kept slot by which a ring arrives. */
  private final int[] following;

  private final boolean[] done;

  /** Where each node is in the chain of steps; NONE when it is not. */
  private final int[] onPath;

  /** Directed chains on the way: the direction they leave by. */
  private int[] path = new int[16];

  private final double[] xy;
  private final double[] z;
  private int[] starts = new int[16];
  private boolean[] isShell = new boolean[16];
  private int rings;
  private int untouched;
  private int positions;

  BoundaryTrace(PlanarMap map, CoverageWalk walk, Coverage coverage) {
    this.map = map;
    this.sides = walk.sides;
    this.bounds = walk.bounds;
    this.coverage = coverage;
    this.following = new int[map.direction.length];
    this.done = new boolean[map.chains()];
    this.onPath = new int[map.nodes];
    // Each kept chain closes at most one ring, so the number of marks bounds what is added.
    this.xy = new double[Math.toIntExact(2L * map.rings.positions + 2L * map.marks)];
    this.z = new double[map.rings.z.length == 0 ? 0 : xy.length / 2];
  }

  /** The boundary; null when the sides of chains contradict each other at some node. */
  @Nullable Boundary run(Noding noding) {
    Arrays.fill(onPath, NONE);
    for (int n = 0; n < map.nodes; n++) {
      if (!link(n)) {
        return null;
      }
    }
    traceAll();
    return new Boundary(
        xy, z, starts, isShell, rings, untouched, noding.rung(map), noding.computed());
  }

  private void traceAll() {
    for (int r = 0; r < map.rings.rings; r++) {
      if (map.isClosed(r)) {
        closedRing(r);
        continue;
      }
      for (int m = map.ringMark[r]; m < map.ringMark[r + 1]; m++) {
        if (!done[m] && isKept(m)) {
          trace(isForward(m) ? 2 * m : map.opposite(2 * m));
        }
      }
    }
  }

  private boolean isForward(int chain) {
    return (sides[chain] & CoverageWalk.LEFT) != 0;
  }

  /** Covered on one side, and of the chains that run there the one to be followed. */
  private boolean isKept(int chain) {
    if (sides[chain] != CoverageWalk.LEFT && sides[chain] != CoverageWalk.RIGHT) {
      return false;
    }
    int slot = map.slot[2 * chain];
    int end = map.bundleEnd(slot, map.node[chain]);
    for (int s = map.bundleStart(slot); s < end; s++) {
      if (comesBefore(map.chain(map.direction[s]), chain)) {
        return false;
      }
    }
    return true;
  }

  /** First those that bound what their polygon covers: it is theirs that the boundary is. */
  private boolean comesBefore(int other, int chain) {
    boolean bounds = boundsPolygon(chain);
    return boundsPolygon(other) == bounds ? other < chain : !bounds;
  }

  private boolean boundsPolygon(int chain) {
    return (bounds[chain] & CoverageWalk.POLYGON) != 0;
  }

  /** At a node, a ring goes on by the next kept direction clockwise: between them it is covered. */
  private boolean link(int node) {
    int first = NONE;
    int last = NONE;
    boolean alternate = true;
    for (int s = map.firstSlot[node]; s < map.firstSlot[node + 1]; s++) {
      if (isKept(map.chain(map.direction[s]))) {
        if (last != NONE) {
          following[last] = s;
          alternate &= leaves(last) != leaves(s);
        }
        first = first == NONE ? s : first;
        last = s;
      }
    }
    if (last != NONE) {
      following[last] = first;
      alternate &= leaves(last) != leaves(first);
    }
    return alternate;
  }

  /** Whether the boundary leaves a node by a kept slot, and does not arrive there. */
  private boolean leaves(int slot) {
    int direction = map.direction[slot];
    return ((direction & 1) == 0) == isForward(map.chain(direction));
  }

  private void trace(int start) {
    int depth = 0;
    int leaving = start;
    do {
      int node = map.node[leaving >> 1];
      if (onPath[node] != NONE) {
        int from = onPath[node];
        emit(from, depth);
        depth = from;
      }
      onPath[node] = depth;
      if (depth == path.length) {
        path = Arrays.copyOf(path, 2 * depth);
      }
      path[depth++] = leaving;
      done[map.chain(leaving)] = true;
      leaving = map.direction[following[map.slot[map.opposite(leaving)]]];
    } while (leaving != start);
    emit(0, depth);
  }

  /** Makes a ring of the steps from a place on the path, and takes them off it. */
  private void emit(int from, int to) {
    startRing();
    for (int i = from; i < to; i++) {
      onPath[map.node[path[i] >> 1]] = NONE;
      addChain(path[i], isNeedless(path[i == from ? to - 1 : i - 1], path[i]));
    }
    endRing();
    int ring = rings - 1;
    isShell[ring] = isCounterclockwise(starts[ring], starts[rings]);
  }

  /** A point that was put into an edge for others, none of which had a reason to be there. */
  private boolean isNeedless(int before, int leaving) {
    int mark = leaving >> 1;
    int arrival = map.opposite(before);
    int slot = following[map.slot[arrival]];
    if (arrival >> 1 != mark
        || !map.rings.wasInserted(map.at[mark])
        || following[slot] != map.slot[arrival]) {
      return false;
    }
    int node = map.node[mark];
    int own = map.ringOf(map.chain(leaving));
    int in = map.bundleStart(map.slot[arrival]);
    int out = map.bundleStart(slot);
    for (int s = map.firstSlot[node]; s < map.firstSlot[node + 1]; s++) {
      int other = map.direction[s] >> 1;
      int bundle = map.bundleStart(s);
      boolean along = bundle == in || bundle == out;
      if (other != mark
          && !(along && map.rings.wasInserted(map.at[other]))
          && isReason(map.chain(map.direction[s]), own)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a chain is there when its ring meets another: polygons are repaired one by one before
   * they meet each other, and rings before those of their polygon.
   */
  private boolean isReason(int chain, int own) {
    int ring = map.ringOf(chain);
    if (ring == own) {
      return true;
    }
    boolean samePolygon =
        map.rings.part[ring] == map.rings.part[own]
            && !coverage.standsAlone(ring)
            && !coverage.standsAlone(own);
    return (bounds[chain] & (samePolygon ? CoverageWalk.RING : CoverageWalk.POLYGON)) != 0;
  }

  private void addChain(int leaving, boolean withoutStart) {
    int chain = map.chain(leaving);
    int ring = map.ringOf(chain);
    int from = map.at[chain];
    int to = map.at[map.next[chain]];
    RingSet set = map.rings;
    boolean skip = withoutStart;
    if ((leaving & 1) == 0) {
      int p = from;
      do {
        if (!skip) {
          add(p);
        }
        skip = false;
        p = set.canonical(p + 1, ring);
      } while (p != to);
    } else {
      int p = to;
      do {
        if (!skip) {
          add(p);
        }
        skip = false;
        p = set.before(p, ring);
      } while (p != from);
    }
  }

  private void closedRing(int ring) {
    byte covered = sides[map.marks + ring];
    if (covered != CoverageWalk.LEFT && covered != CoverageWalk.RIGHT) {
      return;
    }
    startRing();
    for (int p = map.rings.first[ring]; p < map.rings.last[ring]; p++) {
      add(p);
    }
    endRing();
    boolean counterclockwise = isCounterclockwise(starts[rings - 1], starts[rings]);
    isShell[rings - 1] = counterclockwise == (covered == CoverageWalk.LEFT);
    untouched++;
  }

  private void startRing() {
    if (rings + 2 > starts.length) {
      starts = Arrays.copyOf(starts, 2 * rings + 2);
      isShell = Arrays.copyOf(isShell, 2 * rings + 2);
    }
    starts[rings] = positions;
  }

  private void endRing() {
    int first = starts[rings];
    put(xy[2 * first], xy[2 * first + 1], z.length == 0 ? 0 : z[first]);
    starts[++rings] = positions;
  }

  private void add(int position) {
    put(map.rings.xy[2 * position], map.rings.xy[2 * position + 1], map.rings.heightOf(position));
  }

  private void put(double x, double y, double height) {
    if (z.length > 0) {
      z[positions] = height;
    }
    xy[2 * positions] = x;
    xy[2 * positions++ + 1] = y;
  }

  private boolean isCounterclockwise(int from, int to) {
    RingSet one = RingSet.of(xy, new int[] {from, to}, 1);
    int p = one.leftmost(0);
    return one.turn(one.before(p, 0), p, p + 1) > 0;
  }
}
