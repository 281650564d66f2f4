package dev.penstock.transactions.view;

import dev.penstock.transactions.book.PoolRecord;
import dev.penstock.transactions.lots.Disallowed;
import dev.penstock.transactions.lots.Match;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a row disposed of, and what it used.
 *
 * @param flag that its loss does not count, or not all of it; null: it does
 */
public record Disposal(String asset, PoolRecord event, List<Used> used, @Nullable Disallowed flag) {
  public Disposal {
    used = List.copyOf(used);
  }

  /**
   * A part of the disposal.
   *
   * @param lot what it used; null when it came from a pool or from nowhere
   * @param row that acquired the lot; null where no lot is
   */
  public record Used(Match match, @Nullable PoolRecord lot, @Nullable Seen row) {}

  public BigDecimal cost() {
    return used.stream().map(each -> each.match().cost()).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  public BigDecimal proceeds() {
    return used.stream()
        .map(each -> each.match().proceeds())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Whether every part of it is known. */
  public boolean known() {
    return used.stream().allMatch(each -> each.match().known());
  }
}
