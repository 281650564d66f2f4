package dev.penstock.geometry;

import dev.penstock.geojson.CutLimits;
import dev.penstock.geojson.InputLimits;

/**
 * How the pipeline cuts and how much it holds at once.
 *
 * @param cores chunks refined at the same time
 * @param bytesInHand payload bytes refined at the same time; a heavier chunk runs alone
 * @param verticesUnderRepair vertices of features repaired at the same time; a repair takes some
 *     hundred bytes for each
 * @param mostVertices of a feature: to read, check and write one takes about 65 bytes each, beside
 *     its text
 * @param chunk when a chunk is full
 * @param cut what a feature may weigh
 * @param input what a payload may unwrap to
 * @param isolated whether features are refined in worker processes: whatever one does to its
 *     process then costs that feature alone, and the process that has the store is not touched
 */
public record GeometrySettings(
    int cores,
    long bytesInHand,
    long verticesUnderRepair,
    int mostVertices,
    ChunkSize chunk,
    CutLimits cut,
    InputLimits input,
    boolean isolated) {
  /**
   * A feature that is repaired takes about 70 bytes a vertex for that, and as much again for its
   * text, its positions and its result.
   */
  static final int BYTES_A_VERTEX_UNDER_REPAIR = 176;

  /** To read, check and write a feature, beside its text. */
  private static final int BYTES_A_VERTEX = 160;

  /** A feature is read into one array. */
  private static final int LARGEST_FEATURE = 1 << 30;

  /**
   * Bounds of a chunk: whichever is reached first closes it. A feature larger than a bound is a
   * chunk of its own.
   */
  public record ChunkSize(long bytes, long vertices, int features) {
    /** About 4 MB or 200,000 vertices: some tenths of a second of work. */
    public static final ChunkSize DEFAULT = new ChunkSize(4L << 20, 200_000, 8_000);
  }

  /** For this many cores and a heap of this many bytes. */
  public static GeometrySettings forMachine(int cores, long heap) {
    return new GeometrySettings(
        cores,
        Math.max(10L << 20, heap / 16),
        heap / BYTES_A_VERTEX_UNDER_REPAIR,
        Math.clamp(heap / BYTES_A_VERTEX, 1_000, 50_000_000),
        ChunkSize.DEFAULT,
        new CutLimits(Math.clamp(heap / 4, 1 << 20, LARGEST_FEATURE), CutLimits.DEFAULT.maxDepth()),
        InputLimits.DEFAULT,
        false);
  }

  /** Vertices that are simplified together are held in several forms at once. */
  private static final int BYTES_A_VERTEX_OF_COVERAGE = 640;

  /** As many as a chunk's record has room for. */
  private static final int MOST_OF_COVERAGE = 10_000;

  /** What is simplified together, at most. */
  ChunkSize coverage() {
    long heap = (long) mostVertices * BYTES_A_VERTEX;
    return new ChunkSize(
        cut.maxFeatureBytes() / 2, heap / BYTES_A_VERTEX_OF_COVERAGE, MOST_OF_COVERAGE);
  }

  /** A collection that others are joined with takes about five times its bytes, once prepared. */
  long mostReferenceBytes() {
    return Math.max(4L << 20, (long) mostVertices * BYTES_A_VERTEX / 16);
  }

  /** Heap of a worker process: a feature may be as large as one that this process could refine. */
  int workerMegabytes() {
    return Math.max(256, (int) (((long) mostVertices * BYTES_A_VERTEX) >> 20));
  }

  public GeometrySettings isolated(boolean isolated) {
    return new GeometrySettings(
        cores, bytesInHand, verticesUnderRepair, mostVertices, chunk, cut, input, isolated);
  }
}
