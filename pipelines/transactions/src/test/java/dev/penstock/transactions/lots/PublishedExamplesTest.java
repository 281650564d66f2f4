package dev.penstock.transactions.lots;

import static dev.penstock.transactions.Account.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.transactions.Account;
import dev.penstock.transactions.gains.GainTable;
import dev.penstock.transactions.ledger.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What tax offices and other programs have published, with their figures. */
class PublishedExamplesTest {
  private static JsonNode cases;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in =
        PublishedExamplesTest.class.getResourceAsStream("/published-examples.json")) {
      cases = new ObjectMapper().readTree(in).get("cases");
    }
  }

  private static JsonNode example(String id) {
    for (JsonNode each : cases) {
      if (each.get("id").asString().equals(id)) {
        return each;
      }
    }
    throw new IllegalArgumentException(id);
  }

  /** The three of HMRC: amounts with their value in pounds, here called dollars. */
  private static Account hmrc(String id) {
    JsonNode inputs = example(id).get("inputs");
    var account = new Account(Method.S104, false);
    JsonNode pool = inputs.get("opening_pool");
    String asset = pool.get("asset").asString();
    account.row(
        "2015-01-01",
        Kind.OPENING,
        pool.get("qty").asString() + " " + asset,
        pool.get("cost").asString() + " USD",
        "");
    for (JsonNode row : inputs.get("rows")) {
      account.row(
          row.get("date").asString(),
          Kind.of(row.get("type").asString()).orElseThrow(),
          row.get("qty").asString() + " " + asset,
          row.get("value").asString() + " USD",
          "");
    }
    return account.finish();
  }

  private static BigDecimal sum(
      List<Match> matches, java.util.function.Function<Match, BigDecimal> of) {
    return matches.stream().map(of).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static void closingPool(Account.Asset asset, String quantity, String cost) {
    assertThat(asset.openQuantity()).isEqualByComparingTo(quantity);
    assertThat(asset.openCost()).isEqualByComparingTo(cost);
  }

  @Test
  void hmrcPoolsAtTheAverage() {
    var asset = hmrc("hmrc-crypto22251").asset("TOKENA");
    assertThat(asset.matches).hasSize(1);
    assertThat(asset.matches.getFirst().rule()).isEqualTo(Match.Rule.S104_POOL);
    assertThat(asset.matches.getFirst().cost()).isEqualByComparingTo("42000");
    assertThat(asset.matches.getFirst().gain()).isEqualByComparingTo("258000");
    closingPool(asset, "100", "84000");
  }

  @Test
  void hmrcUsesTheSameDayFirstAlsoWhatIsBoughtAfterTheSale() {
    var asset = hmrc("hmrc-crypto22252").asset("TOKENB");
    assertThat(asset.matches).extracting(Match::rule).containsOnly(Match.Rule.SAME_DAY);
    assertThat(sum(asset.matches, Match::quantity)).isEqualByComparingTo("1500");
    assertThat(sum(asset.matches, Match::cost)).isEqualByComparingTo("937.5");
    assertThat(sum(asset.matches, Match::gain)).isEqualByComparingTo("462.5");
    closingPool(asset, "5100", "562.5");
  }

  @Test
  void hmrcLooksThirtyDaysAheadAndNotOneMore() {
    var asset = hmrc("hmrc-crypto22253").asset("TOKENC");
    assertThat(asset.matches).extracting(Match::rule).containsOnly(Match.Rule.THIRTY_DAY);
    assertThat(asset.matches)
        .extracting(match -> match.cost().stripTrailingZeros().toPlainString())
        .containsExactly("175", "60", "40", "90");
    assertThat(asset.matches)
        .extracting(match -> asset.events.get(match.lot()).head().at())
        .containsExactly(at("2020-04-21"), at("2020-04-28"), at("2020-04-28"), at("2020-05-01"));
    closingPool(asset, "2200", "1060");
  }

  @Test
  void firstInFirstOutOverTwelveKindsOfRows() {
    JsonNode inputs = example("rp2-test_hifo-B2-fifo").get("inputs");
    var account = new Account(Method.FIFO, false);
    for (JsonNode row : inputs.get("rows")) {
      String time = row.get("ts").asString();
      BigDecimal spot = new BigDecimal(row.get("spot").asString());
      BigDecimal quantity = new BigDecimal(row.get("qty").asString());
      Kind kind = Kind.of(row.get("type").asString()).orElseThrow();
      account.price("B2", time, spot.toPlainString());
      boolean bought = kind == Kind.BUY;
      BigDecimal paid = quantity.multiply(spot);
      BigDecimal fee =
          bought
              ? new BigDecimal(row.get("cost_with_fee").asString()).subtract(paid)
              : BigDecimal.ZERO;
      String charged = row.has("fee_qty") ? row.get("fee_qty").asString() + " B2" : fee + " USD";
      account.row(
          time,
          kind,
          quantity + " B2",
          bought || kind == Kind.SELL ? paid.toPlainString() + " USD" : "",
          charged);
    }
    account.finish();
    var lines = new ArrayList<String>();
    account.gains().forEach((key, sum) -> lines.add(line(key, sum)));
    assertThat(lines)
        .containsExactlyInAnyOrder(
            "2018 SHORT DONATION 5 7500 5005 2495",
            "2018 SHORT SELL 8 19975 11005 8970",
            "2019 LONG SELL 6 21000 12000 9000",
            "2019 SHORT SELL 10 34250 29027 5223",
            "2020 SHORT GIFT 20 101000 88048 12952");
    assertThat(account.asset("B2").openQuantity()).isEqualByComparingTo("1");
  }

  private static String line(GainTable.Key key, GainTable.Sum sum) {
    return "%d %s %s %s %s %s %s"
        .formatted(
            key.year(),
            key.term(),
            key.kind(),
            bare(sum.quantity()),
            bare(sum.proceeds()),
            bare(sum.cost()),
            bare(sum.gain()));
  }

  private static String bare(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  @Test
  void theAverageCostFollowsAChainOfBuysAndSells() {
    JsonNode example = example("rotki-acb-chain");
    var account = new Account(Method.ACB, false);
    var costs = new ArrayList<BigDecimal>();
    int day = 1;
    for (JsonNode row : example.get("inputs").get("rows")) {
      Kind kind = Kind.of(row.get(0).asString()).orElseThrow();
      BigDecimal quantity = new BigDecimal(row.get(1).asString());
      BigDecimal paid = quantity.multiply(new BigDecimal(row.get(2).asString()));
      account.row("2020-01-%02d".formatted(day++), kind, quantity + " ETH", paid + " USD", "");
      costs.add(account.asset("ETH").openCost());
    }
    var asset = account.finish().asset("ETH");
    for (int i = 0; i < costs.size(); i++) {
      assertThat(costs.get(i))
          .as("after row %d", i)
          .isEqualByComparingTo(example.get("expected").get("total_acb_after").get(i).asString());
    }
    var gains = new java.util.TreeMap<Integer, BigDecimal>();
    asset.matches.forEach(match -> gains.merge(match.disposal(), match.gain(), BigDecimal::add));
    assertThat(gains.values())
        .extracting(PublishedExamplesTest::bare)
        .containsExactly("5", "-15", "20", "-15", "-2.5", "-2", "2.5");
    assertThat(asset.matches.stream().filter(match -> match.rule() == Match.Rule.MISSING))
        .extracting(match -> bare(match.quantity()))
        .containsExactly("0.1", "0.5");
  }

  @Test
  void firstInFirstOutGoesByDateNotByTheOrderOfRows() {
    JsonNode inputs = example("beancount-fifo-partial-two-lots").get("inputs");
    var matches = new ArrayList<Match>();
    Pool pool = Pool.of(new Account(Method.FIFO, false).rules, matches::add);
    int index = 0;
    for (JsonNode lot : inputs.get("lots")) {
      BigDecimal quantity = new BigDecimal(lot.get(0).asString());
      BigDecimal cost = quantity.multiply(new BigDecimal(lot.get(1).asString()));
      var head = new PoolEvent.Head(index++, at(lot.get(2).asString()), "main");
      pool.add(new PoolEvent.Acquire(head, quantity, cost, true, ""));
    }
    pool.add(
        new PoolEvent.Dispose(
            new PoolEvent.Head(index, at("2015-11-01"), "main"),
            new BigDecimal(inputs.get("sell").asString()),
            new BigDecimal("1000"),
            true,
            List.of()));
    assertThat(matches).extracting(match -> bare(match.quantity())).containsExactly("4", "3");
    assertThat(matches).extracting(Match::lot).containsExactly(1, 0);
    assertThat(sum(matches, Match::cost)).isEqualByComparingTo("733.33");
    assertThat(pool.open())
        .extracting(open -> bare(open.lot().quantity()).toLowerCase(Locale.ROOT))
        .containsExactly("2", "6");
  }
}
