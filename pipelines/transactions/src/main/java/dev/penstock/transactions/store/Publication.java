package dev.penstock.transactions.store;

import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.store.LedgerStore.Writer;
import java.util.List;

/**
 * A generation to be.
 *
 * @param base number of the generation that it was made from; 0: from nothing
 */
public record Publication(
    Writer writer, String account, long base, byte[] facts, List<Part> parts) {
  public Publication {
    parts = List.copyOf(parts);
  }
}
