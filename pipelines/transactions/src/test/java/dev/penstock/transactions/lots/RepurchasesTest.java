package dev.penstock.transactions.lots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.transactions.Account;
import dev.penstock.transactions.ledger.Exact;
import java.math.BigDecimal;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Losses that do not count because the same was bought again. */
class RepurchasesTest {
  private final List<Disallowed> flags = new ArrayList<>();
  private final List<Match> matches = new ArrayList<>();
  private Repurchases watch = watch(Method.FIFO);
  private Pool pool = pool(Method.FIFO);
  private int index;

  private void start(Method method) {
    watch = watch(method);
    pool = pool(method);
  }

  private static Rules rules(Method method) {
    return new Rules(method, false, Rules.MissingBasis.ZERO, ZoneOffset.UTC, MonthDay.of(1, 1));
  }

  private Repurchases watch(Method method) {
    return new Repurchases(rules(method), flags::add);
  }

  private Pool pool(Method method) {
    return Pool.of(
        rules(method),
        match -> {
          matches.add(match);
          watch.matched(match);
        });
  }

  private RepurchasesTest buy(String date, String quantity, String cost) {
    add(
        new PoolEvent.Acquire(
            head(date), new BigDecimal(quantity), new BigDecimal(cost), true, ""));
    return this;
  }

  private RepurchasesTest sell(String date, String quantity, String proceeds) {
    add(
        new PoolEvent.Dispose(
            head(date), new BigDecimal(quantity), new BigDecimal(proceeds), true, List.of()));
    return this;
  }

  private PoolEvent.Head head(String date) {
    return new PoolEvent.Head(index++, Account.at(date), "");
  }

  private void add(PoolEvent event) {
    watch.before(event);
    pool.add(event);
  }

  private List<String> finish() {
    pool.finish();
    watch.finish();
    return flags.stream()
        .map(
            flag ->
                "%d %s %s %s"
                    .formatted(
                        flag.disposal(),
                        flag.rule().word(),
                        Exact.text(flag.replaced()),
                        Exact.text(flag.loss())))
        .toList();
  }

  @Test
  void aLossDoesNotCountAsFarAsTheSameIsBoughtAgainWithinThirtyDays() {
    // Publication 550 of the IRS: 100 bought for 1,000, sold for 750, 100 bought again for 800.
    start(Method.FIFO);
    buy("2020-01-02", "100", "1000")
        .sell("2020-12-10", "100", "750")
        .buy("2020-12-20", "100", "800");
    assertThat(finish()).containsExactly("1 wash_sale 100 250");
  }

  @Test
  void onlyThePartThatIsReplacedDoesNotCount() {
    start(Method.FIFO);
    buy("2020-01-02", "100", "1000")
        .sell("2020-12-10", "100", "750")
        .buy("2020-12-20", "40", "300");
    assertThat(finish()).containsExactly("1 wash_sale 40 100");
  }

  @Test
  void thirtyDaysAreTheEdgeOnBothSides() {
    start(Method.FIFO);
    buy("2020-01-02", "10", "1000").buy("2020-11-10", "1", "1").sell("2020-12-10", "10", "500");
    sell("2020-12-10", "1", "1").buy("2021-01-10", "10", "1");
    assertThat(finish()).as("bought 30 days before").containsExactly("2 wash_sale 1 50");
    flags.clear();
    index = 0;
    start(Method.FIFO);
    buy("2020-01-02", "10", "1000").buy("2020-11-09", "1", "1").sell("2020-12-10", "10", "500");
    buy("2021-01-10", "10", "1");
    assertThat(finish()).as("31 days on both sides").isEmpty();
  }

  @Test
  void onePurchaseStandsForOneLossOnly() {
    start(Method.FIFO);
    buy("2020-01-02", "20", "2000").sell("2020-12-01", "10", "900").sell("2020-12-02", "10", "800");
    buy("2020-12-05", "12", "100");
    assertThat(finish()).containsExactly("1 wash_sale 10 100", "2 wash_sale 2 40");
  }

  @Test
  void whatWasSoldItselfIsNoReplacementAndAGainIsNoLoss() {
    start(Method.FIFO);
    buy("2020-12-01", "10", "1000").sell("2020-12-10", "10", "500");
    buy("2021-06-01", "10", "100").sell("2021-06-02", "10", "500").buy("2021-06-03", "10", "500");
    assertThat(finish()).isEmpty();
  }

  @Test
  void aSuperficialLossNeedsThatItIsStillHeld() {
    start(Method.ACB);
    buy("2020-01-02", "100", "1000")
        .sell("2020-12-10", "100", "750")
        .buy("2020-12-20", "100", "800");
    sell("2020-12-30", "70", "900");
    assertThat(finish()).containsExactly("1 superficial_loss 30 75");
  }
}
