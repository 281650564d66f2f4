package dev.penstock.transactions.view;

import dev.penstock.transactions.book.RowId;
import dev.penstock.transactions.ledger.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Which rows, in the order of time.
 *
 * @param from milliseconds since 1970, included; {@code to} is not
 * @param asset of any side or of the fee; null: all
 * @param after the row behind which to begin; null: at the beginning
 * @param limit most rows
 */
public record RowQuery(
    long from,
    long to,
    @Nullable String asset,
    @Nullable Kind kind,
    @Nullable String wallet,
    @Nullable RowId after,
    int limit) {
  /** Everything. */
  public static final RowQuery ALL =
      new RowQuery(Long.MIN_VALUE, Long.MAX_VALUE, null, null, null, null, Integer.MAX_VALUE);
}
