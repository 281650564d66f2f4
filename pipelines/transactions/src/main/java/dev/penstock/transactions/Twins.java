package dev.penstock.transactions;

import dev.penstock.transactions.book.RowId;
import dev.penstock.transactions.ledger.Amount;
import dev.penstock.transactions.ledger.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for rows that two sources tell of: the same in kind, time and amounts, but from another
 * import or in another wallet. Equal rows of one import are none. Used by one thread.
 */
final class Twins {
  /** More rows than this at one moment are no person's. */
  private static final int MOST = 50;

  private record Seen(Transaction row, int from, RowId id) {}

  private final List<Seen> now = new ArrayList<>();
  private long at = Long.MIN_VALUE;

  /** The id of a row seen before that this one may be a twin of. */
  Optional<RowId> look(Transaction row, int from, byte[] key, int ordinal) {
    if (row.at() != at) {
      now.clear();
      at = row.at();
    }
    Optional<RowId> twin =
        now.isEmpty()
            ? Optional.empty()
            : now.stream().filter(seen -> twins(seen, row, from)).map(Seen::id).findFirst();
    if (now.size() < MOST) {
      now.add(new Seen(row, from, new RowId(key, ordinal)));
    }
    return twin;
  }

  private static boolean twins(Seen seen, Transaction row, int from) {
    Transaction other = seen.row();
    boolean apart = seen.from() != from || !other.wallet().equals(row.wallet());
    return apart
        && other.kind() == row.kind()
        && same(other.base(), row.base())
        && same(other.quote(), row.quote());
  }

  private static boolean same(@Nullable Amount a, @Nullable Amount b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    return a.asset().equals(b.asset()) && a.quantity().compareTo(b.quantity()) == 0;
  }
}
