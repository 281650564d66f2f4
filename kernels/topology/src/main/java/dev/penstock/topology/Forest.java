package dev.penstock.topology;

/**
 * Which ring lies directly in which. Rings that neither cross nor overlap form a forest.
 *
 * <p>Rings are placed by their leftmost point. The first edge to the left of it belongs either to
 * the ring around, or to a neighbour in the same ring around. Where rings touch in that point, the
 * order of their directions tells. Rings that cross or overlap enclose nothing that is clear: what
 * sees one of them is unknown.
 */
final class Forest {
  static final int NONE = -1;
  static final int UNKNOWN = -2;

  /** A ring with the same parent as ring r: LINK - r. */
  private static final int LINK = -3;

  private final RingSet rings;
  private final Encounters found;
  private final TouchPoints touches;
  private final BoxTree tree;
  private final LeftRay ray;
  private final Fan fan;
  private final IndexSort sort = new IndexSort();
  private int[] leftmost = {};
  private int[] touched = {};
  private int[] parent = {};
  private boolean[] counterclockwise = {};
  private int[] open = new int[8];

  Forest(RingSet rings, Encounters found, TouchPoints touches, BoxTree tree) {
    this.rings = rings;
    this.found = found;
    this.touches = touches;
    this.tree = tree;
    this.ray = new LeftRay(rings, tree);
    this.fan = new Fan(rings);
  }

  /** The leftmost position of a ring, the lowest of them. */
  int leftmost(int ring) {
    return leftmost[ring];
  }

  /** The ring directly around, {@link #NONE} or {@link #UNKNOWN}. */
  int parent(int ring) {
    int end = ring;
    while (parent[end] <= LINK) {
      end = LINK - parent[end];
    }
    int answer = parent[end];
    int at = ring;
    while (parent[at] <= LINK) {
      int next = LINK - parent[at];
      parent[at] = answer;
      at = next;
    }
    return answer;
  }

  /** Places all rings of the tree; the others have no known parent. */
  void build() {
    int count = orient();
    sort.sort(touched, count, this::byLeftmost);
    for (int from = 0; from < count; from = groupEnd(from, count)) {
      orientAtTouch(leftmost[touched[from]]);
    }
    for (int i = 0; i < tree.rings; i++) {
      int ring = tree.order[i];
      if (!found.isMarked(leftmost[ring])) {
        parent[ring] = seen(leftmost[ring], ring);
      }
    }
    for (int from = 0; from < count; from = groupEnd(from, count)) {
      sweep(leftmost[touched[from]], touched[from]);
    }
  }

  private int groupEnd(int from, int count) {
    int to = from + 1;
    while (to < count && rings.samePoint(leftmost[touched[from]], leftmost[touched[to]])) {
      to++;
    }
    return to;
  }

  /** Answers how many rings have a leftmost point where rings touch. */
  private int orient() {
    if (leftmost.length < rings.rings) {
      int larger = rings.rings + (rings.rings >> 2);
      leftmost = new int[larger];
      touched = new int[larger];
      parent = new int[larger];
      counterclockwise = new boolean[larger];
    }
    int count = 0;
    for (int r = 0; r < rings.rings; r++) {
      parent[r] = UNKNOWN;
    }
    for (int i = 0; i < tree.rings; i++) {
      int ring = tree.order[i];
      int p = rings.leftmost(ring);
      leftmost[ring] = p;
      counterclockwise[ring] = rings.turn(rings.before(p, ring), p, p + 1) > 0;
      if (found.isMarked(p)) {
        touched[count++] = ring;
      }
    }
    return count;
  }

  private int byLeftmost(int r, int s) {
    return rings.compare(leftmost[r], leftmost[s]);
  }

  /** A ring may touch itself in its leftmost point: its first direction bounds the outside. */
  private void orientAtTouch(int position) {
    fan.load(touches, touches.pointAt(position));
    for (int d = fan.directions - 1; d >= 0; d--) {
      int ring = fan.ring(fan.sorted[d] >> 1);
      if (rings.samePoint(leftmost[ring], position)) {
        counterclockwise[ring] = !fan.isOnward(d);
      }
    }
  }

  /** Walks around a point where rings touch, clockwise from the left, and in and out of them. */
  private void sweep(int position, int first) {
    fan.load(touches, touches.pointAt(position));
    for (int i = 0; i < fan.passes(); i++) {
      if (found.tangled[fan.ring(i)]) {
        return;
      }
    }
    if (open.length <= fan.passes()) {
      open = new int[2 * fan.passes()];
    }
    int depth = 0;
    int outside = seen(position, first);
    for (int d = 0; d < fan.directions; d++) {
      int ring = fan.ring(fan.sorted[d] >> 1);
      if (!rings.samePoint(leftmost[ring], position)) {
        outside = fan.isOnward(d) != counterclockwise[ring] ? ring : LINK - ring;
      } else if (depth > 0 && open[depth - 1] == ring) {
        depth--;
      } else {
        parent[ring] = depth > 0 ? open[depth - 1] : outside;
        open[depth++] = ring;
      }
    }
  }

  /** What the first edge left of a position of a ring tells about where it lies. */
  private int seen(int position, int of) {
    int edge = ray.hit(position, of);
    if (edge < 0) {
      return NONE;
    }
    int ring = ray.hitRing();
    if (found.tangled[ring]) {
      return UNKNOWN;
    }
    boolean up = rings.xy[2 * edge + 3] > rings.xy[2 * edge + 1];
    return up != counterclockwise[ring] ? ring : LINK - ring;
  }
}
