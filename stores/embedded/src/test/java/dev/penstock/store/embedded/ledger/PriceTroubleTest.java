package dev.penstock.store.embedded.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.GateLimits;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.price.HttpPrices;
import dev.penstock.transactions.price.HttpPrices.Endpoint;
import dev.penstock.transactions.view.Seen;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A price source that has a bad day. Whatever it does, nothing is priced wrongly. */
class PriceTroubleTest {
  private static final String GATE = "prices/coingecko";

  @TempDir Path folder;
  private PriceServer server;
  private LedgerRig rig;
  private Endpoint endpoint = Endpoint.of("http://127.0.0.1:1");

  @BeforeEach
  void open() throws IOException {
    server = new PriceServer();
    endpoint =
        new Endpoint(URI.create(server.base()), Duration.ofSeconds(3), Duration.ofMillis(300));
    var source = HttpPrices.coinGecko(endpoint, "");
    rig =
        new LedgerRig(
            folder, name -> name.equals("coingecko") ? Optional.of(source) : Optional.empty(), 100);
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
    server.close();
  }

  private static String spends(int rows, String... assets) {
    var csv = new StringBuilder(Csv.HEADER);
    for (String asset : assets) {
      for (int i = 0; i < rows; i++) {
        csv.append(
            "%sT10:00:00Z,w,spend,%s,2,,,,,,,\n"
                .formatted(java.time.LocalDate.ofEpochDay(18_000 + i), asset));
      }
    }
    return csv.toString();
  }

  private void checkAllPriced(int rows) throws IOException {
    List<Seen> seen = rig.rows();
    assertThat(seen).hasSize(rows);
    for (Seen row : seen) {
      long day = row.row().transaction().at() / 86_400_000;
      assertThat(Exact.text(requireNonNull(row.mark().value())))
          .isEqualTo(2 * (100 + day) + 1 + "");
      assertThat(requireNonNull(row.mark().price()).source()).isEqualTo("coingecko");
    }
  }

  @Test
  void oneCallBringsThePricesOfAThousandDays() throws Exception {
    rig.ok(spends(900, "BTC", "ETH"), "prices=coingecko");
    checkAllPriced(1_800);
    assertThat(server.calls()).hasSize(2);
    rig.ok(Csv.HEADER + "2021-01-01T00:00Z,w,buy,BTC,1,USD,5,,,,,\n", "prices=coingecko");
    assertThat(server.calls()).as("what is known is not asked for again").hasSize(2);
  }

  @Test
  void itIsLeftAloneForAsLongAsItSays() throws Exception {
    server.then(PriceServer.status(429, "Retry-After: 1"));
    rig.ok(spends(3, "BTC"), "prices=coingecko");
    checkAllPriced(3);
    assertThat(server.calls()).hasSize(2);
    assertThat(server.calls().get(1) - server.calls().get(0))
        .isGreaterThanOrEqualTo(Duration.ofMillis(950).toNanos());
  }

  @Test
  void itMayAlsoSayUntilWhen() throws Exception {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(2).atZone(ZoneOffset.UTC));
    server.then(PriceServer.status(429, "Retry-After: " + date));
    rig.ok(spends(3, "BTC"), "prices=coingecko");
    checkAllPriced(3);
    assertThat(server.calls().get(1) - server.calls().get(0))
        .isGreaterThanOrEqualTo(Duration.ofMillis(900).toNanos());
  }

  @Test
  void whereItDoesNotSayThePausesDoubleForEverybody() throws Exception {
    server.then(PriceServer.status(429), PriceServer.status(418));
    rig.ok(spends(3, "BTC"), "prices=coingecko");
    checkAllPriced(3);
    List<Long> calls = server.calls();
    assertThat(calls).hasSize(3);
    assertThat(calls.get(1) - calls.get(0)).isGreaterThan(Duration.ofMillis(280).toNanos());
    assertThat(calls.get(2) - calls.get(1)).isGreaterThan(Duration.ofMillis(580).toNanos());
  }

  @Test
  void halfAnswersAndSilenceAndErrorsAreTriedAgain() throws Exception {
    server.then(
        server::truncated,
        server::dripping,
        PriceServer.status(500),
        PriceServer.status(503, "Retry-After: 0"));
    rig.ok(spends(3, "BTC"), "prices=coingecko");
    checkAllPriced(3);
    assertThat(server.calls()).hasSize(5);
  }

  @Test
  void aGapIsNotFilledAndNotAskedForAgain() throws Exception {
    server.always(server::gaps);
    rig.ok(spends(4, "BTC"), "prices=coingecko");
    assertThat(rig.rows())
        .extracting(row -> row.mark().unpriced())
        .containsExactly(false, true, false, true);
    assertThat(rig.view().facts().unpricedRows()).isEqualTo(2);
    rig.ok(Csv.HEADER, "prices=coingecko");
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void anUnknownAssetHasNoPrice() throws Exception {
    server.always(PriceServer.status(404));
    rig.ok(spends(1, "BTC", "NOBODYKNOWS"), "prices=coingecko");
    assertThat(rig.rows()).extracting(row -> row.mark().value()).containsOnlyNulls();
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void whatIsDownForGoodLeavesRowsUnpricedUntilTheNextRun() throws Exception {
    server.always(PriceServer.status(500));
    rig.ok(spends(2, "BTC"), "prices=coingecko");
    assertThat(rig.view().facts().unpricedRows()).isEqualTo(2);
    server.always(server::prices);
    rig.ok(Csv.HEADER, "prices=coingecko");
    checkAllPriced(2);
  }

  @Test
  void aSourceOfSinglePricesIsAskedOnceForEachAndWithinItsLimit() throws Exception {
    rig.close();
    var points = HttpPrices.points(endpoint, "");
    rig =
        new LedgerRig(
            folder.resolve("points"),
            name -> name.equals("points") ? Optional.of(points) : Optional.empty(),
            100);
    rig.engine.gates().set("prices/points", new GateLimits(96, Duration.ofSeconds(1), 2, 0));
    server.then(
        PriceServer.status(500),
        PriceServer.status(404),
        PriceServer.status(429, "Retry-After: 1"));
    rig.ok(spends(120, "BTC", "ETH"), "prices=points");
    // One day has no price there, and two were asked for again.
    assertThat(rig.view().facts().unpricedRows()).isEqualTo(1);
    assertThat(rig.rows().stream().filter(row -> !row.mark().unpriced()))
        .hasSize(239)
        .allSatisfy(
            row -> {
              long day = row.row().transaction().at() / 86_400_000;
              assertThat(Exact.text(requireNonNull(row.mark().value())))
                  .isEqualTo(2 * (100 + day) + 1 + "");
            });
    List<Long> calls = server.calls();
    assertThat(calls).hasSize(242);
    for (int i = 0; i + 100 < calls.size(); i++) {
      assertThat(calls.get(i + 100) - calls.get(i))
          .as("a hundred and one calls")
          .isGreaterThan(Duration.ofSeconds(1).toNanos());
    }
  }

  @Test
  void callsStayWithinTheLimitOfTheGate() throws Exception {
    rig.engine.gates().set(GATE, new GateLimits(5, Duration.ofSeconds(1), 2, 0));
    rig.ok(
        spends(1, "BTC", "ETH", "SOL", "ADA", "XRP", "DOT", "LTC", "LINK", "UNI", "ATOM"),
        "prices=coingecko");
    checkAllPriced(10);
    List<Long> calls = server.calls();
    assertThat(calls).hasSize(10);
    for (int i = 0; i + 7 < calls.size(); i++) {
      // Two at once and five a second: the eighth cannot come within a second of the first.
      assertThat(calls.get(i + 7) - calls.get(i)).isGreaterThan(Duration.ofMillis(990).toNanos());
    }
  }
}
