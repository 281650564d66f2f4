package dev.penstock.transactions.reconcile;

import dev.penstock.csv.DecimalField;
import dev.penstock.csv.DecimalStyle;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.ledger.Transaction;
import dev.penstock.transactions.store.IssueBook.Action;
import dev.penstock.transactions.store.IssueBook.Settlement;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What people have corrected: rows that do not count, and what others were worth. */
public final class Corrections {
  private static final String DROP = "drop";
  private static final String VALUE = "value=";

  private final Set<String> dropped = new HashSet<>();
  private final Map<String, BigDecimal> values = new HashMap<>();

  public static Corrections of(Collection<Settlement> settlements) {
    var corrections = new Corrections();
    settlements.stream()
        .filter(settlement -> settlement.action() == Action.CORRECT)
        .forEach(settlement -> corrections.take(settlement.detail().split(" ", -1)));
    return corrections;
  }

  private void take(String[] words) {
    for (int i = 1; i < words.length; i++) {
      if (words[0].equals(DROP)) {
        dropped.add(words[i]);
      } else {
        values.put(words[i], value(words[0]).orElseThrow());
      }
    }
  }

  /** What is said before the ids of rows, if it is a correction at all. */
  public static boolean isOne(String word) {
    return word.equals(DROP) || value(word).isPresent();
  }

  private static Optional<BigDecimal> value(String word) {
    if (!word.startsWith(VALUE)) {
      return Optional.empty();
    }
    return Optional.ofNullable(
            DecimalField.parse(word.substring(VALUE.length()), DecimalStyle.POINT))
        .filter(value -> value.signum() >= 0 && Exact.fits(value));
  }

  public boolean any() {
    return !dropped.isEmpty() || !values.isEmpty();
  }

  public boolean drops(String row) {
    return dropped.contains(row);
  }

  /** The row with its corrected value. */
  public Transaction correct(String id, Transaction row) {
    BigDecimal value = values.get(id);
    return value == null
        ? row
        : new Transaction(
            row.at(),
            row.wallet(),
            row.kind(),
            row.base(),
            row.quote(),
            row.fee(),
            value,
            row.names());
  }
}
