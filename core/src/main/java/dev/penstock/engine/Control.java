package dev.penstock.engine;

import dev.penstock.blob.Payload;
import java.util.Map;
import java.util.Set;

/** What an operator may ask of a job, through {@link Engine#control}. */
public sealed interface Control {
  /** End the job now: its open chunks are cancelled and count as dead; holders learn it at once. */
  record Dismiss() implements Control {}

  /**
   * Try dead letters again, as the job's next round; an ended job runs again. Empty: all of them.
   * In the new round they have all their attempts. A job of a lane waits its turn: while another
   * one of its lane is at work the answer is NotNow, which names it.
   *
   * <p>A chunk whose payload is edited begins at the beginning of the new one: the cursor of its
   * last checkpoint says where to go on in the old one, and goes with it. What its checkpoints
   * settled stays settled and what they spawned stays spawned, so the new payload holds only what
   * is left: exactly the items of {@link dev.penstock.job.DeadLetter#load}, or its stage accounts
   * for another number and is refused. A START stage has no load to compare with; what it finds in
   * the new payload is added to what its checkpoints found in the old one.
   *
   * @param edits other payloads for some of the chosen chunks; their items stay as many as are left
   */
  record Replay(Set<Long> chunks, Map<Long, Payload> edits) implements Control {
    public Replay {
      chunks = Set.copyOf(chunks);
      edits = Map.copyOf(edits);
      if (!chunks.containsAll(edits.keySet())) {
        throw new IllegalArgumentException("edits of chunks that are not chosen");
      }
    }

    public Replay(Set<Long> chunks) {
      this(chunks, Map.of());
    }
  }

  /**
   * Forget an ended job, its events and dead letters. Its blobs go first, and are not the engine's.
   */
  record Remove() implements Control {}
}
