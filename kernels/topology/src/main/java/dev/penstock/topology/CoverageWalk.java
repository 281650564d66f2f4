package dev.penstock.topology;

import java.util.Arrays;

/**
 * Walks through all faces of a map, from the outside inwards and over every chain, and notes on
 * which sides of each chain the plane is covered. What is crossed on the way in is crossed back on
 * the way out, so each step costs the same however many polygons lie on each other.
 */
final class CoverageWalk {
  /** The chain has cover on its left, or on its right. */
  static final byte LEFT = 1;

  static final byte RIGHT = 2;

  /** The chain bounds what its own ring winds around. */
  static final byte RING = 1;

  /** The chain bounds what its own polygon covers. */
  static final byte POLYGON = 2;

  private static final int FRAME = 4;

  /** Step of a node that was not looked at yet. */
  private static final int FRESH = -1;

  private final PlanarMap map;
  private final Components components;
  private final Coverage coverage;

  /** Which sides of each chain are covered. */
  final byte[] sides;

  /** What each chain between nodes bounds. */
  final byte[] bounds;

  private final byte[] before;

  private final boolean[] visited;

  /** Frames of: node or ~ring, slot to start with, slot to go on with, step there. */
  private int[] stack = new int[16 * FRAME];

  private int top;

  /** The last node, plus 1, at which a ring was seen to wind around a face. */
  private final int[] seenAt;

  private final int[] more;

  CoverageWalk(PlanarMap map, Components components, Coverage coverage) {
    this.map = map;
    this.components = components;
    this.coverage = coverage;
    this.sides = new byte[map.chains()];
    this.bounds = new byte[map.chains()];
    this.before = new byte[map.chains()];
    this.visited = new boolean[map.nodes];
    this.seenAt = new int[map.rings.rings];
    this.more = new int[map.rings.rings];
  }

  /** Walks all faces; answers false when the effort did not suffice. */
  boolean run(Effort effort) {
    top = 0;
    while (enterNext(components.outside())) {
      while (top > 0) {
        effort.spend(1);
        if (effort.isExhausted()) {
          return false;
        }
        int frame = top - FRAME;
        if (stack[frame] < 0) {
          closedRing(frame, ~stack[frame]);
        } else {
          node(frame, stack[frame]);
        }
      }
    }
    return true;
  }

  private void pushNode(int node, int slot) {
    visited[node] = true;
    push(node, slot, coverage.isExploring() ? FRESH : 0);
  }

  private void push(int what, int slot, int step) {
    if (top == stack.length) {
      stack = Arrays.copyOf(stack, 2 * top);
    }
    stack[top] = what;
    stack[top + 1] = slot;
    stack[top + 2] = slot;
    stack[top + 3] = step;
    top += FRAME;
  }

  /** Enters the next component on a side from its outside; answers whether there was one. */
  private boolean enterNext(int side) {
    int component = components.takeFrom(side);
    if (component == Components.NOBODY) {
      return false;
    }
    int ring = components.leftmostRing(component);
    int p = components.leftmost(component);
    if (map.isClosed(ring)) {
      push(~ring, isCounterclockwise(ring, p) ? 1 : 0, 0);
      return true;
    }
    int mark = Arrays.binarySearch(map.at, 0, map.marks, p);
    if (mark >= 0) {
      pushNode(map.node[mark], map.firstSlot[map.node[mark]]);
      return true;
    }
    int chain = map.chainOf(p, ring);
    int start = map.node[chain];
    int slot = map.slot[2 * chain];
    boolean rightIsOutside = isCounterclockwise(ring, p);
    pushNode(start, rightIsOutside ? after(slot, start) : map.bundleStart(slot));
    return true;
  }

  private boolean isCounterclockwise(int ring, int leftmost) {
    return map.rings.turn(map.rings.before(leftmost, ring), leftmost, leftmost + 1) > 0;
  }

  /** The first slot clockwise of the directions that are the same as a slot's. */
  private int after(int slot, int node) {
    int end = map.bundleEnd(slot, node);
    return end == map.firstSlot[node + 1] ? map.firstSlot[node] : end;
  }

  /** A ring without nodes: its outside, its inside, and out again. */
  private void closedRing(int frame, int ring) {
    int chain = map.marks + ring;
    int outer = stack[frame + 1];
    int inwards = outer == 1 ? 1 : -1;
    int step = stack[frame + 3];
    if (step < 2) {
      int side = step == 0 ? outer : 1 - outer;
      note(chain, side);
      if (enterNext(2 * chain + side)) {
        return;
      }
      coverage.cross(ring, step == 0 ? inwards : -inwards);
      stack[frame + 3]++;
      return;
    }
    top -= FRAME;
  }

  private void note(int chain, int side) {
    if (coverage.covered()) {
      sides[chain] |= side == 0 ? LEFT : RIGHT;
    }
  }

  /** Notes which holes meet their shell in a node, even if only there. */
  private void meet(int node, int start) {
    int slot = start;
    stamp(map.firstSlot[node], map.firstSlot[node + 1], node);
    do {
      int end = map.bundleEnd(slot, node);
      cross(slot, end);
      stamp(slot, end, node);
      slot = end == map.firstSlot[node + 1] ? map.firstSlot[node] : end;
    } while (slot != start);
    for (int s = map.firstSlot[node]; s < map.firstSlot[node + 1]; s++) {
      int ring = map.ringOf(map.chain(map.direction[s]));
      if (seenAt[ring] == node + 1 && map.rings.isHole(ring)) {
        int shell = map.rings.shell[map.rings.part[ring]];
        if (shell >= 0 && seenAt[shell] == node + 1) {
          coverage.meetsShell(ring);
        }
      }
    }
  }

  private void stamp(int from, int to, int node) {
    for (int s = from; s < to; s++) {
      int ring = map.ringOf(map.chain(map.direction[s]));
      if (coverage.windsAround(ring)) {
        seenAt[ring] = node + 1;
      }
    }
  }

  /** A node: clockwise over all directions, each from its near side to its far side. */
  private void node(int frame, int node) {
    int slot = stack[frame + 2];
    int step = stack[frame + 3];
    if (step == FRESH) {
      meet(node, slot);
      stack[frame + 3] = 0;
      return;
    }
    int end = map.bundleEnd(slot, node);
    if (side(slot, end, step)) {
      return;
    }
    if (step == 0) {
      if (enterOtherEnd(slot)) {
        return;
      }
      crossAndCompare(slot, end);
      stack[frame + 3] = 1;
      return;
    }
    int next = end == map.firstSlot[node + 1] ? map.firstSlot[node] : end;
    stack[frame + 2] = next;
    stack[frame + 3] = 0;
    if (next == stack[frame + 1]) {
      top -= FRAME;
    }
  }

  /** Notes a side of the chains in some slots; answers whether a component there was entered. */
  private boolean side(int from, int to, int step) {
    for (int s = from; s < to; s++) {
      int leaving = map.direction[s];
      // Left of a chain that leaves is counterclockwise, left of one that arrives is clockwise.
      int side = (leaving & 1) ^ step;
      int chain = map.chain(leaving);
      note(chain, side);
      if (enterNext(2 * chain + side)) {
        return true;
      }
    }
    return false;
  }

  private boolean enterOtherEnd(int slot) {
    int back = map.opposite(map.direction[slot]);
    int node = map.node[back >> 1];
    if (visited[node]) {
      return false;
    }
    pushNode(node, after(map.slot[back], node));
    return true;
  }

  /** Crosses chains, and notes what they bound. */
  private void crossAndCompare(int from, int to) {
    for (int s = from; s < to; s++) {
      int chain = map.chain(map.direction[s]);
      before[chain] = around(chain);
    }
    cross(from, to);
    for (int s = from; s < to; s++) {
      int chain = map.chain(map.direction[s]);
      bounds[chain] |= (byte) (before[chain] ^ around(chain));
    }
  }

  private byte around(int chain) {
    int ring = map.ringOf(chain);
    return (byte)
        ((coverage.windsAround(ring) ? RING : 0) | (coverage.inPolygonOf(ring) ? POLYGON : 0));
  }

  /** Goes clockwise over directions that are the same: each ring counts as a whole. */
  private void cross(int from, int to) {
    for (int s = from; s < to; s++) {
      int leaving = map.direction[s];
      more[map.ringOf(map.chain(leaving))] += (leaving & 1) == 0 ? -1 : 1;
    }
    for (int s = from; s < to; s++) {
      int ring = map.ringOf(map.chain(map.direction[s]));
      if (more[ring] != 0) {
        coverage.cross(ring, more[ring]);
        more[ring] = 0;
      }
    }
  }
}
