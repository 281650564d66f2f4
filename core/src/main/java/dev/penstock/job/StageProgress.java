package dev.penstock.job;

/**
 * Where one stage of one job stands, over all its groups and rounds.
 *
 * @param stage name
 * @param chunks how its chunks are spread
 * @param items what became of the items that left the stage; those in open chunks are not in it
 * @param underway items through in chunks that still run, as their holders last said; a hint, which
 *     leaves the stage with its chunk
 * @param retries attempts that ended in a retry or a lapse
 */
public record StageProgress(String stage, Chunks chunks, Tally items, long underway, long retries) {
  /** Nothing is under way. */
  public StageProgress(String stage, Chunks chunks, Tally items, long retries) {
    this(stage, chunks, items, 0, retries);
  }

  /**
   * Numbers of chunks: {@code ready} may be claimed, {@code delayed} wait for their next attempt,
   * {@code running} are leased, the rest have ended.
   */
  public record Chunks(
      long ready, long delayed, long running, long done, long dead, long cancelled) {
    public long open() {
      return ready + delayed + running;
    }

    public long total() {
      return open() + done + dead + cancelled;
    }
  }
}
