package dev.penstock.topology;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where edges meet other than their neighbours: vertices that lie on another vertex or edge are
 * marked, edges that have another's vertex inside are listed with it, and what can never be valid
 * is a finding at once.
 */
final class Encounters {
  /** Findings beyond which a feature is not worth looking at further, or one a position. */
  static final long MOST_FINDINGS = 1_000_000;

  private final RingSet rings;
  private final FindingsLog log;
  private final @Nullable Insertions missing;
  private long[] marked = {};

  /** Pairs of a vertex and an edge that it lies inside of. */
  int[] onEdge = new int[64];

  int onEdgeLength;

  /** Rings that cross or overlap a ring, themselves included: what they enclose is not clear. */
  boolean[] tangled = {};

  /** For a check: finds all that is wrong. */
  Encounters(RingSet rings, FindingsLog log) {
    this(rings, log, null);
  }

  /** For a repair: collects the points that edges lack, too. */
  Encounters(RingSet rings, FindingsLog log, @Nullable Insertions missing) {
    this.rings = rings;
    this.log = log;
    this.missing = missing;
  }

  void clear() {
    int words = (rings.positions + 63) >> 6;
    if (marked.length < words) {
      marked = new long[words];
    } else {
      Arrays.fill(marked, 0, words, 0);
    }
    if (tangled.length < rings.rings) {
      tangled = new boolean[rings.rings + (rings.rings >> 2)];
    } else {
      Arrays.fill(tangled, 0, rings.rings, false);
    }
    onEdgeLength = 0;
  }

  boolean isMarked(int position) {
    return ((marked[position >> 6] >>> position) & 1) != 0;
  }

  /** The next marked position from here, or -1. */
  int nextMarked(int from, int positions) {
    int words = (positions + 63) >> 6;
    int word = from >> 6;
    if (word >= words) {
      return -1;
    }
    long bits = marked[word] & (-1L << from);
    while (bits == 0) {
      if (++word == words) {
        return -1;
      }
      bits = marked[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(bits);
  }

  void mark(int position) {
    marked[position >> 6] |= 1L << position;
  }

  /** A vertex, as canonical position, lies inside of an edge. */
  void onEdge(int vertex, int edge) {
    mark(vertex);
    if (missing != null) {
      missing.add(rings, edge, vertex);
    }
    if (onEdgeLength == onEdge.length) {
      onEdge = Arrays.copyOf(onEdge, 2 * onEdgeLength);
    }
    onEdge[onEdgeLength++] = vertex;
    onEdge[onEdgeLength++] = edge;
  }

  /** Two edges cross inside of both. */
  void crossing(int e, int f, int ringE, int ringF) {
    tangled[ringE] = true;
    tangled[ringF] = true;
    if (missing != null) {
      missing.crossing(rings, e, f);
    }
    if (log.count(DefectKind.SELF_INTERSECTION)) {
      double[] at = Crossing.of(rings.xy, e, f);
      keep(DefectKind.SELF_INTERSECTION, at[0], at[1], ringE, ringF);
    }
  }

  /** Two edges on one line share more than a point. */
  void overlap(int e, int f, int ringE, int ringF) {
    tangled[ringE] = true;
    tangled[ringF] = true;
    markEnds(e, ringE);
    markEnds(f, ringF);
    if (missing != null) {
      missing.overlap(rings, e, f);
    }
    int shared = rings.isInBox(e, f) ? f : rings.isInBox(e, f + 1) ? f + 1 : e;
    at(DefectKind.OVERLAP, shared, ringE, ringF);
  }

  /** Edge f goes back along edge e, which leads to it. */
  void spike(int e, int f, int ring) {
    tangled[ring] = true;
    markEnds(e, ring);
    markEnds(f, ring);
    if (missing != null) {
      missing.overlap(rings, e, f);
    }
    at(DefectKind.SPIKE, f, ring, ring);
  }

  private void markEnds(int edge, int ring) {
    mark(edge);
    mark(rings.canonical(edge + 1, ring));
  }

  /** Any other defect at a position. */
  void at(DefectKind kind, int position, int ring, int other) {
    if (log.count(kind)) {
      keep(kind, rings.xy[2 * position], rings.xy[2 * position + 1], ring, other);
    }
  }

  private void keep(DefectKind kind, double x, double y, int ring, int other) {
    log.keep(
        new Defect(
            kind,
            x,
            y,
            rings.part[ring],
            rings.indexInPart[ring],
            rings.part[other],
            rings.indexInPart[other]));
  }

  /** So many findings that the search should end. */
  boolean tooMany() {
    if (onEdgeLength > 8L * rings.positions) {
      // Some vertex lies inside of two edges, which therefore cross, even if that was not met yet.
      int ring = rings.ringOf(onEdge[0]);
      at(DefectKind.SELF_INTERSECTION, onEdge[0], ring, ring);
      log.stop();
      return true;
    }
    if (log.total() > Math.max(MOST_FINDINGS, rings.positions)) {
      log.stop();
      return true;
    }
    return false;
  }
}
