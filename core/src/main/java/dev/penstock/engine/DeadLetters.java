package dev.penstock.engine;

import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.job.DeadLetter;
import java.time.Instant;
import java.util.List;

/** Reads of the chunks that gave up, under the promises of {@link JobLog}. */
public interface DeadLetters {
  /** By job, the oldest first, and chunk. */
  List<DeadLetter> list(DeadLetterQuery query);

  /** The same by key alone: nothing of what the letters hold is read. */
  List<ChunkKey> keys(DeadLetterQuery query);

  /**
   * What a query means, all of it whatever its limit and {@code after}, in groups of one stage and
   * problem code; the largest group first, equal ones by name.
   */
  List<Group> groups(DeadLetterQuery query);

  /**
   * Dead letters that died of the same.
   *
   * @param jobs how many jobs they belong to
   * @param oldest when the first of them gave up
   */
  record Group(
      String pipeline,
      String stage,
      String code,
      long chunks,
      long items,
      long jobs,
      Instant oldest,
      Instant newest) {}
}
