package dev.penstock.geojson;

import java.util.Arrays;

/**
 * A geometry as flat arrays: enough to write WKB or build other objects without reading JSON again.
 *
 * <p>Nodes stand in pre-order; node 0 is the whole geometry. Only a GeometryCollection has
 * children: they start at {@code node + 1}, and {@link #nodeEnd} is behind the last of them. Any
 * other node covers the parts {@code [firstPart, lastPart)}, a part covers sequences, and a
 * sequence covers positions:
 *
 * <ul>
 *   <li>Point, LineString: one part, one sequence. MultiPoint: one part, one sequence, a position a
 *       point.
 *   <li>MultiLineString: a part a line, of one sequence each.
 *   <li>Polygon: one part; its first sequence is the shell, further ones are holes. MultiPolygon: a
 *       part a polygon.
 * </ul>
 *
 * <p>Position {@code p} has its ordinates at {@code ordinates()[p * dimension()]}. The arrays
 * belong to the reader and change with the next feature. Not thread-safe.
 */
public final class FlatGeometry {
  static final byte OPEN = 1;
  static final byte REVERSED = 2;

  private int dimension = 2;
  private double[] ordinates = new double[64];
  private int positions;
  private int[] sequenceStart = new int[16];
  private int[] sequenceByte = new int[16];
  private byte[] sequenceFlags = new byte[16];
  private int sequences;
  private int[] partStart = new int[16];
  private int parts;
  private GeometryKind[] kinds = new GeometryKind[4];
  private int[] nodePart = new int[4];
  private int[] nodeEnd = new int[4];
  private int nodes;

  FlatGeometry() {}

  /** Numbers per position: 2, or 3 with heights. */
  public int dimension() {
    return dimension;
  }

  /** The ordinates, position by position; only the first {@code positions * dimension} count. */
  public double[] ordinates() {
    return ordinates;
  }

  /** Number of positions. */
  public int positions() {
    return positions;
  }

  /** Number of nodes: 0 for a feature without a geometry, 1 for all but GeometryCollections. */
  public int nodes() {
    return nodes;
  }

  /** Number of sequences of all nodes. */
  public int sequences() {
    return sequences;
  }

  /** Kind of a node. */
  public GeometryKind kind(int node) {
    return kinds[node];
  }

  /** Behind the last node below this one; {@code node + 1} for all but GeometryCollections. */
  public int nodeEnd(int node) {
    return nodeEnd[node];
  }

  /** First part of a node. */
  public int firstPart(int node) {
    return nodePart[node];
  }

  /** Behind the last part of a node, those of its children included. */
  public int lastPart(int node) {
    return nodeEnd[node] < nodes ? nodePart[nodeEnd[node]] : parts;
  }

  /** First sequence of a part. */
  public int firstSequence(int part) {
    return partStart[part];
  }

  /** Behind the last sequence of a part. */
  public int lastSequence(int part) {
    return part + 1 < parts ? partStart[part + 1] : sequences;
  }

  /** First position of a sequence. */
  public int firstPosition(int sequence) {
    return sequenceStart[sequence];
  }

  /** Behind the last position of a sequence. */
  public int lastPosition(int sequence) {
    return sequence + 1 < sequences ? sequenceStart[sequence + 1] : positions;
  }

  /** Where a sequence starts in the buffer that was read: the index of its bracket. */
  public int sequenceByte(int sequence) {
    return sequenceByte[sequence];
  }

  /** A ring whose last position differs from its first; closing it repeats the first. */
  public boolean isOpenRing(int sequence) {
    return (sequenceFlags[sequence] & OPEN) != 0;
  }

  /** A ring that runs against RFC 7946: a clockwise shell or a counterclockwise hole. */
  public boolean isReversedRing(int sequence) {
    return (sequenceFlags[sequence] & REVERSED) != 0;
  }

  void clear() {
    positions = 0;
    sequences = 0;
    parts = 0;
    nodes = 0;
    dimension = 2;
  }

  /** Makes room for that many positions before the first is added. */
  void reserve(int count, int numbers) {
    dimension = numbers;
    if (ordinates.length < (long) count * numbers) {
      // The old array goes first: both together would double the peak for a huge feature.
      ordinates = new double[0];
      ordinates = new double[count * numbers];
    }
  }

  void positions(int count) {
    positions = count;
  }

  int startNode(GeometryKind kind) {
    if (nodes == kinds.length) {
      kinds = Arrays.copyOf(kinds, nodes * 2);
      nodePart = Arrays.copyOf(nodePart, nodes * 2);
      nodeEnd = Arrays.copyOf(nodeEnd, nodes * 2);
    }
    kinds[nodes] = kind;
    nodePart[nodes] = parts;
    nodeEnd[nodes] = nodes + 1;
    return nodes++;
  }

  void endNode(int node) {
    nodeEnd[node] = nodes;
  }

  void startPart() {
    if (parts == partStart.length) {
      partStart = Arrays.copyOf(partStart, parts + (parts >> 1) + 16);
    }
    partStart[parts++] = sequences;
  }

  int startSequence(int at) {
    if (sequences == sequenceStart.length) {
      int larger = sequences + (sequences >> 1) + 16;
      sequenceStart = Arrays.copyOf(sequenceStart, larger);
      sequenceByte = Arrays.copyOf(sequenceByte, larger);
      sequenceFlags = Arrays.copyOf(sequenceFlags, larger);
    }
    sequenceStart[sequences] = positions;
    sequenceByte[sequences] = at;
    sequenceFlags[sequences] = 0;
    return sequences++;
  }

  void flag(int sequence, byte flag) {
    sequenceFlags[sequence] |= flag;
  }

  /** Drops every third number. */
  void dropHeights() {
    if (dimension == 3) {
      for (int p = 1; p < positions; p++) {
        ordinates[2 * p] = ordinates[3 * p];
        ordinates[2 * p + 1] = ordinates[3 * p + 1];
      }
      dimension = 2;
    }
  }
}
