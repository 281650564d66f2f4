package dev.penstock.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A stage whose chunks can be cut around one item. When a worker process dies, the item that it had
 * in hand is suspected: the chunk is cut around it, so that the others go on and the suspect is
 * tried alone.
 */
public interface DivisibleStage extends Stage {
  /**
   * Cuts the chunk into what stands before the item, the item alone, and what stands behind it.
   *
   * @param item number in the chunk, from 0
   * @return the chunk as its one part where the item is all it has; empty where the item is not in
   *     the chunk, or it cannot be cut
   */
  Optional<Division> divide(StageContext.Chunk chunk, long item) throws IOException;

  /**
   * The parts of a chunk, in order; their loads sum up to the chunk's.
   *
   * @param parts at least one chunk for the same stage
   * @param suspect which of them holds the item, from 0; it keeps the attempts made so far
   * @param item the suspected item as a person knows it: {@code feature 17 (id "a")}
   */
  record Division(List<Spawn> parts, int suspect, String item) {
    public Division {
      parts = List.copyOf(parts);
      if (suspect < 0 || suspect >= parts.size()) {
        throw new IllegalArgumentException("no part " + suspect + " of " + parts.size());
      }
    }

    /** Whether the item is all that the chunk has. */
    public boolean alone() {
      return parts.size() == 1;
    }
  }
}
