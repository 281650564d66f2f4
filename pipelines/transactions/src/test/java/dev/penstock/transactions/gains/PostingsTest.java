package dev.penstock.transactions.gains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.transactions.Account;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.lots.PoolEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each sort of transaction, with each sort of fee, does to which pool. */
class PostingsTest {
  private final Account account =
      new Account(Method.FIFO, false)
          .price("BTC", "2020-01-01", "1000")
          .price("ETH", "2020-01-01", "100")
          .price("BNB", "2020-01-01", "10");

  private List<String> pool(String asset) {
    return account.asset(asset).events.stream().map(PostingsTest::text).toList();
  }

  private static String text(PoolEvent event) {
    return switch (event) {
      case PoolEvent.Acquire in ->
          "+%s %s%s".formatted(Exact.text(in.quantity()), Exact.text(in.cost()), known(in.known()));
      case PoolEvent.Dispose out ->
          "-%s %s%s"
              .formatted(
                  Exact.text(out.quantity()), Exact.text(out.proceeds()), known(out.known()));
      case PoolEvent.Move move -> "~" + Exact.text(move.quantity());
    };
  }

  private static String known(boolean known) {
    return known ? "" : "?";
  }

  private PostingsTest row(Kind kind, String base, String quote, String fee) {
    account.row("2020-01-01", kind, base, quote, fee);
    return this;
  }

  @Test
  void aFeeInMoneyIsCostOrLessProceeds() {
    row(Kind.BUY, "2 BTC", "1900 USD", "10 USD").row(Kind.SELL, "1 BTC", "1200 USD", "20 USD");
    assertThat(pool("BTC")).containsExactly("+2 1910", "-1 1180");
  }

  @Test
  void aFeeTakenFromOneSideMakesThatSideLargerOrSmaller() {
    row(Kind.BUY, "2 BTC", "1900 USD", "0.1 BTC").row(Kind.SELL, "1 BTC", "1200 USD", "0.2 BTC");
    assertThat(pool("BTC")).containsExactly("+1.9 1900", "-1.2 1200");
  }

  @Test
  void aFeeInAThirdAssetIsADisposalOfItAndCostAsWell() {
    row(Kind.BUY, "2 BTC", "1900 USD", "3 BNB").row(Kind.SELL, "1 BTC", "1200 USD", "1 BNB");
    assertThat(pool("BTC")).containsExactly("+2 1930", "-1 1190");
    assertThat(pool("BNB")).containsExactly("-3 30", "-1 10");
  }

  @Test
  void oneCoinForAnotherIsTwoEventsAtTheValueOfWhatWasGiven() {
    row(Kind.BUY, "3 ETH", "0.25 BTC", "");
    assertThat(pool("BTC")).containsExactly("-0.25 250");
    assertThat(pool("ETH")).containsExactly("+3 250");
    row(Kind.SELL, "3 ETH", "0.5 BTC", "0.1 BTC");
    assertThat(pool("ETH")).containsExactly("+3 250", "-3 400");
    assertThat(pool("BTC")).as("what came, less its fee").containsExactly("-0.25 250", "+0.4 400");
  }

  @Test
  void aFeeInTheCoinThatIsGivenGoesWithIt() {
    row(Kind.BUY, "3 ETH", "0.25 BTC", "0.01 BTC");
    assertThat(pool("BTC")).containsExactly("-0.26 250");
    assertThat(pool("ETH")).containsExactly("+3 250");
  }

  @Test
  void incomeIsALotAtItsValue() {
    row(Kind.STAKING, "2 ETH", "", "").row(Kind.AIRDROP, "2 ETH", "", "0.5 ETH");
    assertThat(pool("ETH")).containsExactly("+2 200", "+1.5 150");
  }

  @Test
  void whatIsGivenAwayIsADisposalAtItsValueAndALossBringsNothing() {
    row(Kind.GIFT, "2 ETH", "", "").row(Kind.LOSS, "1 ETH", "", "").row(Kind.FEE, "1 ETH", "", "");
    assertThat(pool("ETH")).containsExactly("-2 200", "-1 0", "-1 100");
  }

  @Test
  void aMoveIsNoDisposalButItsFeeIs() {
    row(Kind.WITHDRAWAL, "2 ETH", "", "0.1 ETH");
    assertThat(pool("ETH")).containsExactly("-0.1 10");
  }

  @Test
  void anOpeningPositionCostsWhatItSaysAndNothingElse() {
    row(Kind.OPENING, "2 ETH", "50 USD", "").row(Kind.OPENING, "2 ETH", "", "");
    assertThat(pool("ETH")).containsExactly("+2 50", "+2 0?");
  }

  @Test
  void whatHasNoPriceIsUnknownAndNotZero() {
    row(Kind.GIFT, "1 DOGE", "", "").row(Kind.BUY, "1 DOGE", "1 SHIB", "");
    assertThat(pool("DOGE")).containsExactly("-1 0?", "+1 0?");
    account.finish();
    account
        .gains()
        .forEach(
            (key, sum) -> {
              assertThat(sum.incomplete()).isPositive();
              assertThat(sum.matches()).isZero();
            });
  }

  @Test
  void moneyHasNoLots() {
    row(Kind.DEPOSIT, "500 EUR", "", "").row(Kind.BUY, "1 BTC", "500 EUR", "");
    assertThat(account.assets).doesNotContainKey("EUR");
    assertThat(pool("BTC"))
        .as("the euro has no rate, but the coin has a price")
        .containsExactly("+1 1000");
  }
}
