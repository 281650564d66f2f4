package dev.penstock.topology;

import java.util.Arrays;

/**
 * What covers one place of the plane, kept up to date while a walk crosses rings: a polygon covers
 * it where its shell winds around it and none of its holes does. A hole that has nothing in common
 * with its shell is a polygon of its own; a first walk finds those.
 */
final class Coverage {
  private static final int NOBODY = -1;

  private final RingSet rings;
  private final int[] winding;
  private final boolean[] shellCovers;
  private final int[] holesCover;
  private int covering;

  /** Shells that enclose anything. */
  private final boolean[] hasArea;

  /** Holes that touch or overlap what their shell encloses. */
  private final boolean[] meetsShell;

  /** Holes that wind around the place and did not meet their shell yet: linked lists by polygon. */
  private final int[] firstHole;

  private final boolean[] listed;

  private final int[] nextHole;
  private final int[] previousHole;
  private boolean exploring = true;

  Coverage(RingSet rings, int parts) {
    this.rings = rings;
    winding = new int[rings.rings];
    shellCovers = new boolean[parts];
    holesCover = new int[parts];
    hasArea = new boolean[parts];
    meetsShell = new boolean[rings.rings];
    firstHole = new int[parts];
    listed = new boolean[rings.rings];
    nextHole = new int[rings.rings];
    previousHole = new int[rings.rings];
    Arrays.fill(firstHole, NOBODY);
  }

  boolean isExploring() {
    return exploring;
  }

  /** Ends the first walk: from now on roles are known. */
  void explored() {
    exploring = false;
  }

  boolean covered() {
    return covering > 0;
  }

  boolean windsAround(int ring) {
    return winding[ring] != 0;
  }

  /** A hole apart from its shell, and so a polygon of its own. */
  boolean standsAlone(int ring) {
    return rings.isHole(ring) && !meetsShell[ring];
  }

  /** Whether the polygon that a ring belongs to covers the place. */
  boolean inPolygonOf(int ring) {
    return standsAlone(ring) ? windsAround(ring) : covers(rings.part[ring]);
  }

  void meetsShell(int hole) {
    meetsShell[hole] = true;
    if (listed[hole]) {
      unlink(hole, rings.part[hole]);
    }
  }

  /** Goes over an edge of a ring, to where it winds so much more. */
  void cross(int ring, int more) {
    int before = winding[ring];
    int after = before + more;
    winding[ring] = after;
    if ((before == 0) != (after == 0)) {
      if (exploring) {
        explore(ring, after != 0);
      } else {
        cover(ring, after != 0);
      }
    }
  }

  /**
   * Each hole is on the list of those that may meet their shell until it does: then never again.
   */
  private void explore(int ring, boolean enters) {
    int part = rings.part[ring];
    if (!rings.isHole(ring)) {
      shellCovers[part] = enters;
      hasArea[part] |= enters;
      while (enters && firstHole[part] != NOBODY) {
        meetsShell(firstHole[part]);
      }
      return;
    }
    if (enters && !meetsShell[ring]) {
      link(ring, part);
      if (shellCovers[part]) {
        meetsShell(ring);
      }
    } else if (listed[ring]) {
      unlink(ring, part);
    }
  }

  private void link(int hole, int part) {
    listed[hole] = true;
    nextHole[hole] = firstHole[part];
    previousHole[hole] = NOBODY;
    if (firstHole[part] != NOBODY) {
      previousHole[firstHole[part]] = hole;
    }
    firstHole[part] = hole;
  }

  private void unlink(int hole, int part) {
    listed[hole] = false;
    if (previousHole[hole] == NOBODY) {
      firstHole[part] = nextHole[hole];
    } else {
      nextHole[previousHole[hole]] = nextHole[hole];
    }
    if (nextHole[hole] != NOBODY) {
      previousHole[nextHole[hole]] = previousHole[hole];
    }
  }

  private void cover(int ring, boolean enters) {
    int part = rings.part[ring];
    if (!hasArea[part]) {
      return;
    }
    if (standsAlone(ring)) {
      covering += enters ? 1 : -1;
      return;
    }
    boolean before = covers(part);
    if (rings.isHole(ring)) {
      holesCover[part] += enters ? 1 : -1;
    } else {
      shellCovers[part] = enters;
    }
    boolean after = covers(part);
    if (before != after) {
      covering += after ? 1 : -1;
    }
  }

  private boolean covers(int part) {
    return shellCovers[part] && holesCover[part] == 0;
  }
}
