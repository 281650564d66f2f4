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
    ChunkSize chunk,
    CutLimits cut,
    InputLimits input,
    boolean isolated) {
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
        heap / 512,
        ChunkSize.DEFAULT,
        CutLimits.DEFAULT,
        InputLimits.DEFAULT,
        false);
  }

  public GeometrySettings isolated(boolean isolated) {
    return new GeometrySettings(
        cores, bytesInHand, verticesUnderRepair, chunk, cut, input, isolated);
  }
}
