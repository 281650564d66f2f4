package dev.penstock.transactions.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.transactions.gains.Valuer;
import dev.penstock.transactions.ledger.Amount;
import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.ledger.Transaction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is asked for is what valuing misses. */
class WantedPricesTest {
  private static final String[] ASSETS = {"BTC", "ETH", "USD", "EUR"};

  @Test
  void everyPriceThatARowMissesIsWanted() {
    var random = new SplittableRandom(1);
    var valuer = new Valuer("USD", (asset, at) -> Optional.empty());
    var kinds = List.copyOf(EnumSet.allOf(Kind.class));
    for (int i = 0; i < 20_000; i++) {
      Kind kind = kinds.get(random.nextInt(kinds.size()));
      boolean valued = random.nextInt(4) == 0;
      var row =
          new Transaction(
              random.nextLong(1L << 40),
              "w",
              kind,
              some(random),
              random.nextBoolean() ? some(random) : null,
              random.nextBoolean() ? some(random) : null,
              valued ? BigDecimal.TEN : null,
              Transaction.Names.NONE);
      var wanted = new WantedPrices("USD");
      wanted.add(kind, row.base(), row.quote(), row.fee(), valued, row.at());
      var asked = new ArrayList<String>();
      wanted.forEach((asset, day) -> asked.add(asset));
      boolean opening = kind == Kind.OPENING && row.quote() == null;
      if (!opening) {
        assertThat(asked).as("%s", row).containsAll(firstMissing(valuer.of(row).missing(), row));
      }
    }
  }

  /** A fee of a side whose value is missing has its price with that side. */
  private static List<String> firstMissing(List<String> missing, Transaction row) {
    var first = new ArrayList<>(missing);
    if (missing.size() == 2 && row.fee() != null) {
      boolean side =
          row.fee().of(row.base().asset())
              || (row.quote() != null && row.fee().of(row.quote().asset()));
      if (side) {
        first.removeLast();
      }
    }
    return first;
  }

  private static Amount some(SplittableRandom random) {
    return new Amount(ASSETS[random.nextInt(4)], BigDecimal.valueOf(1 + random.nextInt(9)));
  }
}
