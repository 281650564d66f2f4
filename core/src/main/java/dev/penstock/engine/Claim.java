package dev.penstock.engine;

import dev.penstock.blob.Payload;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import java.time.Instant;
import java.util.Optional;

/**
 * A worker's time-limited right to run one chunk.
 *
 * <p>A claim may lapse while its holder still runs. Correctness therefore never rests on {@link
 * Lease#until}; it rests on the engine refusing a commit whose fence is not the newest.
 */
public record Claim(ChunkKey chunk, Scope scope, Lease lease, Tally load, Work work) {
  /** A chunk: {@code number} is unique in its job and kept over attempts, replays and restarts. */
  public record ChunkKey(JobId job, long number) {}

  /**
   * Where the chunk belongs: pipeline and stage, barrier group, round (0, then one more per
   * replay).
   */
  public record Scope(String pipeline, String stage, String group, int round) {}

  /**
   * The right itself.
   *
   * @param fence greater than every fence that this engine gave before, for whatever chunk
   * @param attempt from 1; failures so far plus one
   * @param crashes earlier claims whose worker never came back
   */
  public record Lease(String worker, long fence, int attempt, int crashes, Instant until) {
    public Lease {
      if (fence < 1 || attempt < 1 || crashes < 0) {
        throw new IllegalArgumentException(
            "not a lease: fence %d, attempt %d, crashes %d".formatted(fence, attempt, crashes));
      }
    }
  }

  /**
   * What the chunk was given, and the job's own facts.
   *
   * @param checkpoints how many there were of this chunk, in whatever attempt; they never count
   *     from the beginning again
   * @param cursor of the last one; empty also where the payload was edited since
   */
  public record Work(
      Payload in, int checkpoints, Optional<byte[]> cursor, String tenant, InputValues inputs) {}
}
