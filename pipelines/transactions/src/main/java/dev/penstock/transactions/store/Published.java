package dev.penstock.transactions.store;

/** What {@link LedgerStore#publish} answers. */
public sealed interface Published {
  /** Readers see it; also the answer when this job's round has published before. */
  record Visible(long generation) implements Published {}

  /** The account's head is another one by now; nothing changed. */
  record Moved(long generation) implements Published {}

  /** A later attempt holds the publication; nothing changed. */
  record Fenced() implements Published {}
}
