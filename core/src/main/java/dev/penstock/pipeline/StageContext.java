package dev.penstock.pipeline;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chunk in hand and what its stage may do with it. Used by the thread that runs the stage. */
public interface StageContext extends JobOrder {
  /** The chunk: what it is, where it belongs, what it was given. */
  Chunk chunk();

  /** Where blobs are read. */
  BlobStore blobs();

  /**
   * A key for a blob of this attempt that no other attempt uses, for {@link BlobStore#create} or
   * {@link BlobStore#adopt}; {@code part} tells several blobs of one attempt apart.
   */
  String blobKey(Keep keep, String part);

  /**
   * Makes what was done so far durable and keeps the lease: a later attempt starts with this
   * cursor. The tally is taken off the load; the spawns are started. Afterwards what was
   * checkpointed is not to be returned again. Where the engine cannot be reached it is not known
   * whether it was made; the same call may be made again, and counts once.
   *
   * @throws Stage.Stopped when the chunk was cancelled or belongs to somebody else by now
   */
  void checkpoint(byte[] cursor, Tally tally, List<Spawn> spawns, @Nullable Rejects rejects);

  /**
   * Tells how many items of the chunk are through since its last checkpoint; the one in hand is the
   * next. Cheap: a hint for progress bars, and for the search for an item that kills its worker. A
   * START stage, whose items nobody has counted yet, tells how many bytes of its payload are
   * through, from its beginning on.
   */
  void progress(long items);

  /**
   * Waits until the gate gives so many permits of its rate, for a call to the outside. A gate
   * without a rate gives them at once.
   *
   * @throws InterruptedException when the host stops or the lease was lost meanwhile
   */
  void permit(String gate, int permits) throws InterruptedException;

  /** Whether to stop soon, because the job was dismissed, the lease was lost or the host stops. */
  boolean stopping();

  /**
   * The chunk's facts.
   *
   * @param number unique in the job; stays the same over attempts
   * @param place where in the pipeline
   * @param load items that came in and are not yet checkpointed
   * @param fence grows with every claim; sinks keep the highest and refuse lower ones
   * @param in what the chunk was given
   * @param cursor what the last checkpoint left, if there was one
   */
  record Chunk(
      JobId job,
      long number,
      Place place,
      Tally load,
      long fence,
      int attempt,
      Payload in,
      Optional<byte[]> cursor) {}

  /** How long a blob is wanted. */
  enum Keep {
    /** Until the job has ended without dead letters: what one stage hands to the next. */
    WORK,
    /** As long as the job: rejects and results. */
    JOB
  }

  /** Stage, barrier group and round (0, then one more for each replay). */
  record Place(String stage, String group, int round) {}
}
