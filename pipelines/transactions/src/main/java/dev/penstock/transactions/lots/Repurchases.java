package dev.penstock.transactions.lots;

import dev.penstock.transactions.ledger.Exact;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches a pool for losses whose asset is bought again within 30 days, before or after. A purchase
 * stands for one loss only, and what was sold itself is no purchase. It holds what lies in the
 * window, not the whole pool. Used by one thread.
 */
public final class Repurchases {
  private static final int DAYS = 30;

  private static final class Bought {
    final int event;
    final long day;
    BigDecimal left;

    Bought(int event, long day, BigDecimal left) {
      this.event = event;
      this.day = day;
      this.left = left;
    }
  }

  private static final class Loss {
    final int event;
    final long day;
    final Set<Integer> lots = new HashSet<>();
    BigDecimal quantity = BigDecimal.ZERO;
    BigDecimal gain = BigDecimal.ZERO;
    boolean known = true;

    Loss(int event, long day) {
      this.event = event;
      this.day = day;
    }
  }

  private final Rules rules;
  private final Disallowed.Rule rule;
  private final Consumer<Disallowed> flags;
  private final Deque<Bought> bought = new ArrayDeque<>();
  private final Deque<Loss> losses = new ArrayDeque<>();
  private BigDecimal held = BigDecimal.ZERO;
  private @Nullable Loss current;

  /**
   * A watch.
   *
   * @param flags told of each loss that does not count, in the order of time
   */
  public Repurchases(Rules rules, Consumer<Disallowed> flags) {
    this.rules = rules;
    this.rule =
        rules.method() == Method.ACB ? Disallowed.Rule.SUPERFICIAL_LOSS : Disallowed.Rule.WASH_SALE;
    this.flags = flags;
  }

  /** Told of each event before the pool is. */
  public void before(PoolEvent event) {
    long day = rules.epochDay(event.head().at());
    endCurrent();
    settleUntil(day - DAYS - 1);
    switch (event) {
      case PoolEvent.Acquire acquire -> {
        held = held.add(acquire.quantity());
        bought.add(new Bought(event.head().index(), day, acquire.quantity()));
      }
      case PoolEvent.Dispose dispose -> {
        held = held.subtract(dispose.quantity()).max(BigDecimal.ZERO);
        current = new Loss(event.head().index(), day);
      }
      case PoolEvent.Move move -> {
        // It is still owned.
      }
    }
  }

  /** Told of each match of the disposal in hand. */
  public void matched(Match match) {
    Loss loss = current;
    if (loss != null && match.disposal() == loss.event) {
      loss.quantity = loss.quantity.add(match.quantity());
      loss.gain = loss.gain.add(match.gain());
      loss.known &= match.known();
      loss.lots.add(match.lot());
    }
  }

  public void finish() {
    endCurrent();
    settleUntil(Long.MAX_VALUE);
  }

  private void endCurrent() {
    Loss loss = current;
    if (loss != null && loss.known && loss.gain.signum() < 0) {
      losses.add(loss);
    }
    current = null;
  }

  /** Settles the losses of days up to one, whose windows are over. */
  private void settleUntil(long day) {
    while (!losses.isEmpty() && losses.element().day <= day) {
      settle(losses.remove());
    }
    // A loss of the day after that day, the earliest that may still come, looks back from there.
    long next = losses.isEmpty() ? day : losses.element().day;
    while (!bought.isEmpty() && bought.element().day < next - DAYS) {
      bought.remove();
    }
  }

  private void settle(Loss loss) {
    BigDecimal most =
        rule == Disallowed.Rule.SUPERFICIAL_LOSS ? loss.quantity.min(held) : loss.quantity;
    BigDecimal replaced = BigDecimal.ZERO;
    Iterator<Bought> purchases = bought.iterator();
    while (purchases.hasNext() && replaced.compareTo(most) < 0) {
      Bought each = purchases.next();
      if (each.day > loss.day + DAYS) {
        break;
      }
      if (each.day >= loss.day - DAYS && !loss.lots.contains(each.event)) {
        BigDecimal part = each.left.min(most.subtract(replaced));
        each.left = each.left.subtract(part);
        replaced = replaced.add(part);
        // What is used up is not looked at again: the oldest go first, so this stays cheap.
        if (each.left.signum() == 0) {
          purchases.remove();
        }
      }
    }
    if (replaced.signum() > 0) {
      BigDecimal disallowed = Exact.share(loss.gain.negate(), replaced, loss.quantity);
      flags.accept(new Disallowed(loss.event, rule, replaced, disallowed));
    }
  }
}
