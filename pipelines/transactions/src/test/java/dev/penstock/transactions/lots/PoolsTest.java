package dev.penstock.transactions.lots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.TestForm;
import java.math.BigDecimal;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every method, whatever the events. */
class PoolsTest {
  private static final int SEEDS = TestForm.choose(200, 20_000);

  private static Rules rules(Method method, boolean perWallet) {
    return new Rules(method, perWallet, Rules.MissingBasis.ZERO, ZoneOffset.UTC, MonthDay.of(1, 1));
  }

  private static List<PoolEvent> events(long seed) {
    var random = new SplittableRandom(seed);
    var events = new ArrayList<PoolEvent>();
    long at = 1_500_000_000_000L;
    int count = 1 + random.nextInt(60);
    for (int i = 0; i < count; i++) {
      at += random.nextInt(4) == 0 ? 0 : random.nextLong(12 * 86_400_000L);
      var head = new PoolEvent.Head(i, at, "w" + random.nextInt(2));
      BigDecimal quantity = BigDecimal.valueOf(1 + random.nextInt(1_000_000), random.nextInt(19));
      BigDecimal money = BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(19));
      events.add(
          switch (random.nextInt(5)) {
            case 0, 1, 2 ->
                new PoolEvent.Acquire(head, quantity, money, true, "lot" + random.nextInt(9));
            case 3 ->
                new PoolEvent.Dispose(
                    head,
                    quantity,
                    money,
                    true,
                    List.of(new PoolEvent.Pick("lot" + random.nextInt(9), BigDecimal.ZERO)));
            default -> new PoolEvent.Move(head, quantity, "w" + random.nextInt(2));
          });
    }
    return events;
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void costsAndProceedsAndQuantitiesAreConserved(Method method) {
    for (long seed = 0; seed < SEEDS; seed++) {
      for (boolean perWallet : new boolean[] {false, true}) {
        checkConserved(rules(method, perWallet), events(seed), method + " seed " + seed);
      }
    }
  }

  private static void checkConserved(Rules rules, List<PoolEvent> events, String as) {
    var matches = new ArrayList<Match>();
    Pool pool = Pool.of(rules, matches::add);
    events.forEach(pool::add);
    pool.finish();
    BigDecimal cost = BigDecimal.ZERO;
    BigDecimal quantity = BigDecimal.ZERO;
    for (PoolEvent event : events) {
      switch (event) {
        case PoolEvent.Acquire in -> {
          cost = cost.add(in.cost());
          quantity = quantity.add(in.quantity());
        }
        case PoolEvent.Dispose out -> {
          int index = out.head().index();
          assertThat(
                  matches.stream()
                      .filter(match -> match.disposal() == index)
                      .map(Match::proceeds)
                      .reduce(BigDecimal.ZERO, BigDecimal::add))
              .as(as)
              .isEqualByComparingTo(out.proceeds());
          assertThat(
                  matches.stream()
                      .filter(match -> match.disposal() == index)
                      .map(Match::quantity)
                      .reduce(BigDecimal.ZERO, BigDecimal::add))
              .as(as)
              .isEqualByComparingTo(out.quantity());
        }
        case PoolEvent.Move move -> {}
      }
    }
    for (Match match : matches) {
      boolean missing = match.rule() == Match.Rule.MISSING;
      cost = cost.subtract(match.cost());
      quantity = missing ? quantity : quantity.subtract(match.quantity());
    }
    for (Pool.Holding open : pool.open()) {
      cost = cost.subtract(open.lot().cost());
      quantity = quantity.subtract(open.lot().quantity());
      assertThat(open.lot().quantity().signum()).as(as).isPositive();
    }
    assertThat(cost).as(as).isEqualByComparingTo("0");
    assertThat(quantity).as(as).isEqualByComparingTo("0");
    assertThat(matches).as(as).extracting(Match::disposal).isSorted();
  }

  @Test
  void theDearestAndTheCheapestLotsAreWhatTheySay() {
    for (long seed = 0; seed < SEEDS; seed++) {
      checkOrder(Method.HIFO, seed, 1);
      checkOrder(Method.LOFO, seed, -1);
    }
  }

  /** Against a plain search through all lots, in whole numbers. */
  private static void checkOrder(Method method, long seed, int sign) {
    var random = new Random(seed);
    var matches = new ArrayList<Match>();
    Pool pool = Pool.of(rules(method, false), matches::add);
    var left = new ArrayList<int[]>();
    var expected = new ArrayList<Integer>();
    for (int i = 0; i < 40; i++) {
      var head = new PoolEvent.Head(i, i * 1_000L, "");
      if (left.isEmpty() || random.nextBoolean()) {
        int unit = random.nextInt(20);
        int quantity = 1 + random.nextInt(5);
        left.add(new int[] {i, unit, quantity});
        pool.add(
            new PoolEvent.Acquire(
                head,
                BigDecimal.valueOf(quantity),
                BigDecimal.valueOf((long) unit * quantity),
                true,
                ""));
      } else {
        int[] best = left.getFirst();
        for (int[] lot : left) {
          best = sign * (lot[1] - best[1]) > 0 ? lot : best;
        }
        expected.add(best[0]);
        best[2]--;
        left.removeIf(lot -> lot[2] == 0);
        pool.add(new PoolEvent.Dispose(head, BigDecimal.ONE, BigDecimal.TEN, true, List.of()));
      }
    }
    assertThat(matches).extracting(Match::lot).isEqualTo(expected);
  }

  @Test
  void aDisposalUsesTheLotsThatItNames() {
    var matches = new ArrayList<Match>();
    Pool pool = Pool.of(rules(Method.SPECIFIC, false), matches::add);
    for (int i = 0; i < 3; i++) {
      pool.add(
          new PoolEvent.Acquire(
              new PoolEvent.Head(i, i, ""), BigDecimal.TWO, BigDecimal.valueOf(i), true, "n" + i));
    }
    pool.add(
        new PoolEvent.Dispose(
            new PoolEvent.Head(3, 3, ""),
            new BigDecimal("4.5"),
            BigDecimal.TEN,
            true,
            List.of(
                new PoolEvent.Pick("n2", BigDecimal.ONE),
                new PoolEvent.Pick("n1", BigDecimal.ZERO),
                new PoolEvent.Pick("nowhere", BigDecimal.ZERO))));
    assertThat(matches).extracting(Match::lot).containsExactly(2, 1, 0);
    assertThat(matches)
        .extracting(match -> match.quantity().toPlainString())
        .containsExactly("1", "2", "1.5");
  }

  @Test
  void aMoveTakesDatesAndCostsAlong() {
    var matches = new ArrayList<Match>();
    Pool pool = Pool.of(rules(Method.FIFO, true), matches::add);
    long year = 400 * 86_400_000L;
    pool.add(
        new PoolEvent.Acquire(
            new PoolEvent.Head(0, 0, "a"), BigDecimal.TEN, BigDecimal.valueOf(100), true, ""));
    pool.add(
        new PoolEvent.Acquire(
            new PoolEvent.Head(1, year, "b"), BigDecimal.TEN, BigDecimal.valueOf(900), true, ""));
    pool.add(new PoolEvent.Move(new PoolEvent.Head(2, year, "a"), BigDecimal.valueOf(4), "b"));
    pool.add(
        new PoolEvent.Dispose(
            new PoolEvent.Head(3, year + 1, "b"),
            BigDecimal.valueOf(5),
            BigDecimal.valueOf(500),
            true,
            List.of()));
    assertThat(matches).extracting(Match::lot).containsExactly(0, 1);
    assertThat(matches).extracting(Match::term).containsExactly(Term.LONG, Term.SHORT);
    assertThat(matches.getFirst().cost()).isEqualByComparingTo("40");
  }

  @Test
  void whatWasNeverAcquiredCostsWhatThePolicySays() {
    for (Rules.MissingBasis policy : Rules.MissingBasis.values()) {
      var matches = new ArrayList<Match>();
      Pool pool =
          Pool.of(
              new Rules(Method.FIFO, false, policy, ZoneOffset.UTC, MonthDay.of(1, 1)),
              matches::add);
      pool.add(
          new PoolEvent.Dispose(
              new PoolEvent.Head(0, 0, ""), BigDecimal.ONE, BigDecimal.TEN, true, List.of()));
      assertThat(matches).extracting(Match::rule).containsExactly(Match.Rule.MISSING);
      assertThat(matches.getFirst().gain())
          .isEqualByComparingTo(policy == Rules.MissingBasis.ZERO ? "10" : "0");
    }
  }

  @Test
  void sectionOneHundredAndFourLooksThirtyDaysAheadAndNotThirtyOne() {
    for (int days : new int[] {30, 31}) {
      var matches = new ArrayList<Match>();
      Pool pool = Pool.of(rules(Method.S104, false), matches::add);
      long day = 86_400_000L;
      pool.add(
          new PoolEvent.Acquire(
              new PoolEvent.Head(0, 0, ""), BigDecimal.TEN, BigDecimal.TEN, true, ""));
      pool.add(
          new PoolEvent.Dispose(
              new PoolEvent.Head(1, 100 * day + day - 1, ""),
              BigDecimal.ONE,
              BigDecimal.TEN,
              true,
              List.of()));
      pool.add(
          new PoolEvent.Acquire(
              new PoolEvent.Head(2, (100 + days) * day, ""),
              BigDecimal.ONE,
              BigDecimal.valueOf(7),
              true,
              ""));
      pool.finish();
      assertThat(matches)
          .extracting(Match::rule)
          .containsExactly(days == 30 ? Match.Rule.THIRTY_DAY : Match.Rule.S104_POOL);
    }
  }
}
