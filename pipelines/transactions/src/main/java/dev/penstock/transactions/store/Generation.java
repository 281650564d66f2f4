package dev.penstock.transactions.store;

import dev.penstock.job.JobId;
import dev.penstock.transactions.store.LedgerStore.Part;
import java.time.Instant;
import java.util.List;

/**
 * A published state of an account.
 *
 * @param number grows by one with each publication
 * @param facts of the pipeline, about the whole
 */
public record Generation(
    String account, long number, JobId job, Instant published, byte[] facts, List<Part> parts) {
  public Generation {
    parts = List.copyOf(parts);
  }

  /** The parts of a kind, in their order. */
  public List<Part> parts(String kind) {
    return parts.stream().filter(part -> part.kind().equals(kind)).toList();
  }
}
