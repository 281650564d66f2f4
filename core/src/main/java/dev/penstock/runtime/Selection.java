package dev.penstock.runtime;

import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.job.JobId;
import java.util.List;

/**
 * Dead letters that somebody chose, frozen at the moment of choosing: what is shown is what will be
 * replayed, whatever dies meanwhile.
 *
 * @param id also tells when it was made
 * @param total how many were meant, those beyond the selection's own limit included
 */
public record Selection(JobId id, String tenant, long total, List<ChunkKey> chunks) {
  public Selection {
    chunks = List.copyOf(chunks);
  }

  /** Whether more were meant than one selection holds. */
  public boolean truncated() {
    return total > chunks.size();
  }

  /** How many jobs they belong to. */
  public long jobs() {
    return chunks.stream().map(ChunkKey::job).distinct().count();
  }
}
