package dev.penstock.topology;

import java.util.Arrays;

/**
 * Rings that hang together through nodes, and where each such component lies: on which side of
 * which chain of another, or outside of everything.
 */
final class Components {
  static final int NOBODY = -1;

  /** Index of the list of components that lie in nothing, among the sides. */
  private final int outside;

  /** First component on a side: left of chain c is {@code 2c}, right of it {@code 2c + 1}. */
  private final int[] first;

  /** The same as it was at first. */
  private final int[] all;

  private final int[] following;

  /** Leftmost position of each component, by its root ring. */
  private final int[] leftmost;

  private final int[] leftmostRing;
  private final int[] root;
  private final PlanarMap map;

  Components(PlanarMap map, BoxTree tree) {
    this.map = map;
    int count = map.rings.rings;
    outside = 2 * map.chains();
    first = new int[outside + 1];
    following = new int[count];
    leftmost = new int[count];
    leftmostRing = new int[count];
    root = new int[count];
    Arrays.fill(first, NOBODY);
    join();
    findLeftmost();
    place(new LeftRay(map.rings, tree), tree);
    all = first.clone();
  }

  /** Puts all components back on their lists. */
  void restore() {
    System.arraycopy(all, 0, first, 0, first.length);
  }

  /** Takes the next component off the list of a side; NOBODY when there is none left. */
  int takeFrom(int side) {
    int component = first[side];
    if (component != NOBODY) {
      first[side] = following[component];
    }
    return component;
  }

  int outside() {
    return outside;
  }

  int leftmost(int component) {
    return leftmost[component];
  }

  int leftmostRing(int component) {
    return leftmostRing[component];
  }

  private void join() {
    for (int r = 0; r < root.length; r++) {
      root[r] = r;
    }
    for (int n = 0; n < map.nodes; n++) {
      int ring = find(map.ringOf(map.direction[map.firstSlot[n]] >> 1));
      for (int s = map.firstSlot[n] + 1; s < map.firstSlot[n + 1]; s++) {
        root[find(map.ringOf(map.direction[s] >> 1))] = ring;
      }
    }
  }

  private int find(int ring) {
    int i = ring;
    while (root[i] != i) {
      root[i] = root[root[i]];
      i = root[i];
    }
    return i;
  }

  private void findLeftmost() {
    Arrays.fill(leftmost, NOBODY);
    for (int r = 0; r < root.length; r++) {
      int component = find(r);
      int p = map.rings.leftmost(r);
      if (leftmost[component] == NOBODY || map.rings.compare(p, leftmost[component]) < 0) {
        leftmost[component] = p;
        leftmostRing[component] = r;
      }
    }
  }

  /** In the order of the tree: neighbours look at the same boxes. */
  private void place(LeftRay ray, BoxTree tree) {
    for (int i = tree.rings - 1; i >= 0; i--) {
      int ring = tree.order[i];
      if (find(ring) == ring) {
        int side = seen(ray, ring);
        following[ring] = first[side];
        first[side] = ring;
      }
    }
  }

  private int seen(LeftRay ray, int component) {
    int edge = ray.hit(leftmost[component], leftmostRing[component]);
    if (edge < 0) {
      return outside;
    }
    RingSet rings = map.rings;
    boolean up = rings.xy[2 * edge + 3] > rings.xy[2 * edge + 1];
    return 2 * map.chainOf(edge, ray.hitRing()) + (up ? 1 : 0);
  }
}
