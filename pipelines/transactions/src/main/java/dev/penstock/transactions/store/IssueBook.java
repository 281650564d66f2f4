package dev.penstock.transactions.store;

import java.io.IOException;
import java.util.Map;

/** What people have decided about issues; kept over all re-runs. Thread-safe. */
public interface IssueBook {
  /** Every decision of an account, by the issue's id. */
  Map<String, Settlement> settled(String account) throws IOException;

  /** Keeps a decision; {@link Action#OPEN} takes it back. */
  void settle(String account, String issue, Settlement settlement) throws IOException;

  /**
   * A decision.
   *
   * @param detail what the action needs: for a link, the row that it goes to
   * @param note why
   */
  record Settlement(Action action, String detail, String note) {}

  /** What can be decided. */
  enum Action {
    /** It is as it says, and that is fine. */
    ACCEPT,
    /** These two rows belong together. */
    LINK,
    /**
     * A row is not as it says: {@code drop} (it does not count) or {@code value=1.5} (what its base
     * was worth), then the row's id. The row itself stays as it was uploaded.
     */
    CORRECT,
    /** Nobody wants to see it again. */
    IGNORE,
    /** Open again. */
    OPEN
  }
}
