package dev.penstock.store.embedded.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Job;
import dev.penstock.job.JobState;
import dev.penstock.testkit.TestForm;
import dev.penstock.transactions.book.Issue;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.lots.Match;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.store.Generation;
import dev.penstock.transactions.store.IssueBook.Action;
import dev.penstock.transactions.store.IssueBook.Settlement;
import dev.penstock.transactions.view.RowQuery;
import dev.penstock.transactions.view.Seen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in, gains out, through every stage. */
class TransactionsJobsTest {
  @TempDir Path folder;
  private LedgerRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = new LedgerRig(folder);
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
  }

  private String prices(String csv) throws IOException {
    Path file = folder.resolve("prices.csv");
    Files.writeString(file, csv);
    return "prices=" + file;
  }

  @Test
  void anExampleOfTwelveRowsComesToItsPublishedGains() throws Exception {
    String prices =
        prices(
            """
            date,asset,price
            2018-07-03,B2,1500
            2019-08-03,B2,4000
            2020-04-11,B2,4500
            2020-07-11,B2,5500
            """);
    rig.ok(
        """
        timestamp,wallet,type,base_asset,base_amount,quote_asset,quote_amount,fee_asset,fee_amount
        2018-06-03T11:23Z,Coinbase,buy,B2,10,USD,10000,USD,10
        2018-07-03T11:23Z,Coinbase,donate,B2,5,,,,
        2018-08-03T11:23Z,Coinbase,buy,B2,10,USD,20000,,
        2018-09-03T11:23Z,Coinbase,sell,B2,7.99,USD,19975,B2,0.01
        2019-04-03T11:23Z,Coinbase,sell,B2,1,USD,2750,,
        2019-06-03T11:23Z,Coinbase,buy,B2,10,USD,30000,USD,30
        2019-08-03T11:23Z,Coinbase,interest,B2,10,,,,
        2019-09-03T11:23Z,Coinbase,sell,B2,15,USD,52500,,
        2020-04-11T07:10Z,BlockFi,gift,B2,9,,,,
        2020-06-03T11:23Z,Coinbase,buy,B2,10,USD,50000,USD,50
        2020-07-11T07:10Z,BlockFi,gift,B2,11,,,,
        """,
        prices);
    assertThat(rig.gains(Method.FIFO))
        .containsExactlyInAnyOrder(
            "2018 SHORT DONATION 5 7500 5005 2495",
            "2018 SHORT SELL 8 19975 11005 8970",
            "2019 LONG SELL 6 21000 12000 9000",
            "2019 SHORT SELL 10 34250 29027 5223",
            "2020 SHORT GIFT 20 101000 88048 12952");
    var income = new ArrayList<String>();
    rig.view().income().forEach((key, sum) -> income.add(key + " " + Exact.text(sum.value())));
    assertThat(income).containsExactly("Key[year=2019, kind=INTEREST, asset=B2] 40000");
    assertThat(rig.view().balances().of("BlockFi", "B2")).isEqualByComparingTo("-20");
    assertThat(rig.view().balances().of("Coinbase", "B2")).isEqualByComparingTo("21");
    assertThat(rig.view().issues())
        .extracting(Issue::kind)
        .containsExactly(Issue.Kind.NEGATIVE_BALANCE);
  }

  @Test
  void everyWayToBringTheSameRowsComesToTheSameHash() throws Exception {
    String prices = prices(Csv.prices());
    List<String> rows = Csv.rows(11, 120);
    String[] methods = {"method=fifo,lifo,hifo,lofo,acb,s104,specific", "scope=wallet"};
    rig.ok(Csv.file(rows), prices, methods[0], methods[1], "account=whole");
    String hash = rig.view("whole").facts().hash();
    assertThat(rig.view("whole").facts().rows()).isEqualTo(120);
    assertThat(rig.view("whole").facts().unpricedRows()).isZero();

    Job again = rig.run(Csv.file(rows), prices, methods[0], methods[1], "account=whole");
    assertThat(again.items().duplicates()).isEqualTo(120);
    assertThat(rig.view("whole").facts().hash()).as("twice").isEqualTo(hash);

    rig.ok(Csv.file(Csv.shuffled(rows, 3)), prices, methods[0], methods[1], "account=shuffled");
    assertThat(rig.view("shuffled").facts().hash()).as("shuffled").isEqualTo(hash);

    for (int part = 0; part < 4; part++) {
      int from = part * 30;
      // Each file overlaps with the one before.
      List<String> some = rows.subList(Math.max(0, from - 10), from + 30);
      rig.run(Csv.file(Csv.shuffled(some, part)), prices, methods[0], methods[1], "account=split");
    }
    assertThat(rig.view("split").facts().rows()).isEqualTo(120);
    assertThat(rig.view("split").facts().hash()).as("split").isEqualTo(hash);
  }

  @Test
  void attemptsWhoseAnswersAreLostComeToTheSameHash() throws Exception {
    String csv = Csv.file(Csv.rows(12, 60));
    rig.ok(csv, "method=fifo,s104");
    String hash = rig.hash();
    rig.close();
    rig =
        new LedgerRig(
            folder.resolve("brittle"),
            name -> Optional.empty(),
            20,
            store -> new BrittleLedger(store, 4));
    Job job = rig.run(csv, "method=fifo,s104");
    assertThat(job.state()).as("%s", job.outcome().failure()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job.items().ok()).isEqualTo(60);
    assertThat(rig.hash()).isEqualTo(hash);
    assertThat(rig.result(job, "report.json")).contains(hash);
    assertThat(rig.view().generation().number()).isEqualTo(1);
  }

  @Test
  void twoEqualFillsInOneFileStayTwo() throws Exception {
    String fill = "2020-01-01T10:00Z,w,buy,BTC,1,USD,100,,,,,\n";
    rig.ok(Csv.HEADER + fill + fill);
    assertThat(rig.rows()).hasSize(2);
    Job again = rig.run(Csv.HEADER + fill + fill + fill);
    assertThat(again.items().duplicates()).isEqualTo(2);
    assertThat(rig.rows()).extracting(seen -> seen.id().ordinal()).containsExactly(0, 1, 2);
    assertThat(rig.view().balances().of("w", "BTC")).isEqualByComparingTo("3");
  }

  @Test
  void anExternalIdWithOtherContentIsAConflictAndNothingIsOverwritten() throws Exception {
    rig.ok(Csv.HEADER + "2020-01-01T10:00Z,w,buy,BTC,1,USD,100,,,x1,,\n");
    Job job =
        rig.run(
            Csv.HEADER
                + "2020-01-01T10:00Z,w,buy,BTC,2,USD,100,,,x1,,\n"
                + "2020-01-02T10:00Z,w,buy,BTC,3,USD,100,,,x2,,\n");
    assertThat(job.items().rejected()).isEqualTo(1);
    assertThat(rig.rejects(job)).contains("\"code\":\"row.conflict\"").contains("\"line\":2");
    assertThat(rig.view().balances().of("w", "BTC")).isEqualByComparingTo("4");
  }

  @Test
  void everyBadFieldOfEveryBadRowIsTold() throws Exception {
    Job job =
        rig.run(
            Csv.HEADER
                + "2020-01-01T10:00Z,w,buy,BTC,1,USD,100,,,,,good\n"
                + "yesterday,w,bought?,BTC,one,USD,1e999999,,,,,\"a\nb\"\n"
                + "2020-01-01T10:00Z,w,buy,,0,,5,,,,,\n"
                + "2020-01-01T10:00Z,w,buy,BTC,1.1234567890123456789,USD,5,,,,,\n");
    assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job.items().rejected()).isEqualTo(3);
    assertThat(job.items().ok()).isEqualTo(1);
    assertThat(rig.rejects(job))
        .contains("row.time_unreadable", "row.type_unknown", "row.amount_unreadable")
        .contains("row.amount_zero", "row.asset_missing", "row.amount_digits")
        .contains("\"value\":\"1e999999\"")
        .contains("\"line\":3", "\"line\":5", "\"line\":6")
        .contains(
            "\"original_text\":\"yesterday,w,bought?,BTC,one,USD,1e999999,,,,,\\\"a\\nb\\\"\"");
  }

  @Test
  void asManyBadRowsAreAsManyErrors() throws Exception {
    int rows = TestForm.choose(20_000, 600_000);
    rig.close();
    rig = new LedgerRig(folder.resolve("wide"), name -> Optional.empty(), 2_000);
    var csv = new StringBuilder(Csv.HEADER);
    for (int i = 0; i < rows; i++) {
      csv.append("2020-01-01T10:00Z,w,buy,BTC,x").append(i).append(",USD,1,,,,,\n");
    }
    csv.append("2020-01-01T10:00Z,w,buy,BTC,1,USD,1,,,,,\n");
    Job job = rig.run(csv.toString());
    assertThat(job.items().rejected()).isEqualTo(rows);
    String rejects = rig.rejects(job);
    assertThat(rejects.lines().count()).isEqualTo(rows);
    assertThat(rejects)
        .contains("\"value\":\"x0\"")
        .contains("\"line\":" + (rows + 1) + ",")
        .contains("\"value\":\"x" + (rows - 1) + "\"");
  }

  @Test
  void aRowWithoutAnEndIsOneErrorAndTheRowsBeforeItStay() throws Exception {
    var csv = new StringBuilder(Csv.HEADER + "2020-01-01T10:00Z,w,buy,BTC,1,USD,100,,,,,\n");
    csv.append("2020-01-02T10:00Z,w,buy,BTC,1,USD,100,,,,,").append("x".repeat(30 << 20));
    Job job = rig.run(csv.toString());
    assertThat(job.state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(job.items().ok()).isEqualTo(1);
    assertThat(rig.rejects(job)).contains("row.too_long").hasSizeLessThan(2_000);
  }

  @Test
  void aQuoteThatIsNeverClosedIsOneError() throws Exception {
    Job job =
        rig.run(
            Csv.HEADER
                + "2020-01-01T10:00Z,w,buy,BTC,1,USD,100,,,,,\"never closed\n"
                + "2020-01-02T10:00Z,w,buy,BTC,1,USD,100,,,,,\n".repeat(40));
    assertThat(job.items().ok()).isEqualTo(40);
    assertThat(rig.rejects(job)).contains("row.quote_open");
  }

  @Test
  void aWideFileOfMixedEncodingsWithLineEndsInItsFieldsIsReadRight() throws Exception {
    var file = new ByteArrayOutputStream();
    var header = new StringBuilder("Timestamp;Type;Coin;Amount;Total;Currency;Description");
    for (int i = 7; i < 40; i++) {
      header.append(";extra ").append(i);
    }
    file.writeBytes(header.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 100; i++) {
      String row =
          "2020-01-%02d 10:00;buy;BTC;1,%d;2,5;\"EUR\";\"Gebühr \r\n\"\"%d\"\"; ü\""
              .formatted(1 + i % 28, i, i);
      var charset =
          i % 2 == 0 ? StandardCharsets.UTF_8 : java.nio.charset.Charset.forName("windows-1252");
      file.writeBytes(row.getBytes(charset));
      file.writeBytes((";\"x\ny\"".repeat(33) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    Job job = rig.run(file.toByteArray(), "currency=EUR");
    assertThat(job.items().ok()).as(rig.rejects(job)).isEqualTo(100);
    var notes = rig.rows().stream().map(seen -> seen.row().transaction().names().note()).toList();
    assertThat(notes).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(notes).contains("Gebühr \r\n\"" + i + "\"; ü");
    }
    assertThat(rig.view().balances().of("main", "BTC"))
        .isEqualByComparingTo(
            java.util.stream.IntStream.range(0, 100)
                .mapToObj(i -> new java.math.BigDecimal("1." + i))
                .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add));
  }

  @Test
  void filesOfManySortsAreRead() throws Exception {
    String german =
        """
        Buchungsdatum;Typ;Währung;Betrag;Gesamt;Gebühr;Verwendungszweck
        31.12.2020 23:30;buy;BTC;1.000,5;10.000,25;1,5;"Kauf; größer"
        01.02.2021;sell;BTC;0,5;20.000;;Verkauf
        """
            .replace("\n", "\r\n");
    for (var charset :
        List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_16LE,
            java.nio.charset.Charset.forName("windows-1252"))) {
      String account = "account=" + charset.name();
      Job job =
          rig.run(german.getBytes(charset), account, "time-zone=Europe/Berlin", "currency=EUR");
      assertThat(job.partial()).as(rig.rejects(job)).isFalse();
      var rows = new ArrayList<Seen>();
      rig.view(charset.name()).rows().forEach(RowQuery.ALL, rows::add);
      assertThat(rows).hasSize(2);
      var first = rows.getFirst().row().transaction();
      assertThat(Instant.ofEpochMilli(first.at())).isEqualTo("2020-12-31T22:30:00Z");
      assertThat(first.base().quantity()).isEqualByComparingTo("1000.5");
      assertThat(requireNonNull(first.quote()).asset()).isEqualTo("EUR");
      assertThat(first.names().note()).isEqualTo("Kauf; größer");
      assertThat(requireNonNull(first.fee()).quantity()).isEqualByComparingTo("1.5");
    }
  }

  @Test
  void gzipIsUnwrapped() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(Csv.file(Csv.rows(1, 50)).getBytes(StandardCharsets.UTF_8));
    }
    Job job = rig.run(packed.toByteArray());
    assertThat(job.items().ok()).isEqualTo(50);
    assertThat(rig.rows()).hasSize(50);
  }

  @Test
  void aFileWhoseColumnsNobodyKnowsSaysWhatToDo() throws Exception {
    Job job = rig.run("Wann,Wieviel\n2020-01-01,5\n");
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    var failure = requireNonNull(job.outcome().failure());
    assertThat(failure.code()).isEqualTo("csv.columns_missing");
    assertThat(failure.detail()).contains("Wann, Wieviel").contains("columns=");
    rig.ok(
        "Wann,Wieviel,Was\n2020-01-01,5,BTC\n",
        "columns=timestamp=Wann;base_amount=Wieviel;base_asset=Was");
    assertThat(rig.rows().getFirst().row().transaction().kind()).isEqualTo(Kind.BUY);
  }

  @Test
  void aMissingPriceIsNeverZero() throws Exception {
    rig.ok(
        Csv.HEADER
            + "2020-01-01T10:00Z,w,buy,BTC,1,USD,100,,,,,\n"
            + "2020-01-02T10:00Z,w,spend,BTC,0.4,,,,,,,\n"
            + "2020-01-03T10:00Z,w,sell,BTC,0.5,USD,90,,,,,\n");
    assertThat(rig.gains(Method.FIFO))
        .containsExactly("2020 SHORT SELL 0.5 90 50 40", "2020 SHORT SPEND 0 0 0 0");
    assertThat(rig.view().facts().unpricedRows()).isEqualTo(1);
    assertThat(rig.rows().get(1).mark().unpriced()).isTrue();
    assertThat(rig.rows().get(1).mark().value()).isNull();
    // Later there is one: the next import brings it, also to the rows of the one before.
    rig.ok(Csv.HEADER, prices("date,asset,price\n2020-01-02,BTC,150\n"));
    assertThat(rig.view().facts().unpricedRows()).isZero();
    assertThat(rig.gains(Method.FIFO))
        .containsExactly("2020 SHORT SELL 0.5 90 50 40", "2020 SHORT SPEND 0.4 60 40 20");
    assertThat(requireNonNull(rig.rows().get(1).mark().price()).source())
        .isEqualTo("file/prices.csv");
  }

  @Test
  void anImportSaysWhatItLeftOutAndWhatItDoesNotKnow() throws Exception {
    Job job =
        rig.run(
            """
            date,type,asset,quantity,price,desk
            2020-01-01T10:00Z,buy,BTC,1,100,a
            2020-01-02 10:00,spend,BTC,0.4,,b
            2021-01-03T10:00Z,sell,BTC,0.5,90,c
            """,
            "currency=EUR",
            "time-zone=Europe/Berlin");
    assertThat(rig.result(job, "notes.txt").lines())
        .containsExactly(
            "Headers that were not used: desk.",
            "No header names a currency: amounts are taken to be EUR.",
            "Times without an offset are taken to be of the time zone Europe/Berlin.",
            "1 of 3 transactions is unpriced, and what depends on them is in no sum; a price is missing for BTC on 2020-01-02.",
            "2020 is incomplete: 1 disposal of fifo without a known gain.",
            "1 open issue: 1 price_missing.");
    assertThat(rig.result(job, "report.json"))
        .contains("\"open_issues\":1")
        .contains("\"unused\":[\"desk\"]")
        .contains("\"assumed\":{\"currency\":\"EUR\",\"time_zone\":\"Europe/Berlin\"");
    String issue = rig.view().issues().getFirst().id();
    rig.store.settle("default", issue, new Settlement(Action.ACCEPT, "", "seen"));
    Job again = rig.run(Csv.HEADER, "currency=EUR");
    assertThat(rig.result(again, "notes.txt")).doesNotContain("open issue");
    assertThat(rig.result(again, "report.json")).contains("\"open_issues\":0");
  }

  @Test
  void aDisposalShowsItsLotsAndRowsTheirLines() throws Exception {
    rig.ok(
        Csv.HEADER
            + "2020-01-01T10:00Z,w,buy,BTC,1,USD,100,,,b1,,\n"
            + "2020-01-02T10:00Z,w,buy,BTC,1,USD,300,,,b2,,\n"
            + "2020-01-03T10:00Z,w,sell,BTC,1.5,USD,600,,,s1,,\n",
        "method=fifo,lifo");
    Seen sale = rig.rows().getLast();
    assertThat(sale.row().source().line()).isEqualTo(4);
    assertThat(sale.row().raw()).isEqualTo("2020-01-03T10:00Z,w,sell,BTC,1.5,USD,600,,,s1,,");
    var fifo = rig.view().disposals(sale, Method.FIFO);
    assertThat(fifo).hasSize(1);
    assertThat(fifo.getFirst().used())
        .extracting(
            used ->
                requireNonNull(used.lot()).labels().name() + " " + Exact.text(used.match().cost()))
        .containsExactly("b1 100", "b2 150");
    assertThat(fifo.getFirst().used())
        .extracting(used -> used.match().rule())
        .containsOnly(Match.Rule.FIFO);
    var lifo = rig.view().disposals(sale, Method.LIFO);
    assertThat(lifo.getFirst().used())
        .extracting(
            used ->
                requireNonNull(used.lot()).labels().name() + " " + Exact.text(used.match().cost()))
        .containsExactly("b2 300", "b1 50");
    assertThat(rig.view().rows().one(sale.id()).orElseThrow().id().text())
        .isEqualTo(sale.id().text());
  }

  @Test
  void aTransferBetweenOwnWalletsTakesItsLotsAlong() throws Exception {
    rig.ok(
        Csv.HEADER
            + "2020-01-01T10:00Z,a,buy,BTC,2,USD,200,,,,,\n"
            + "2020-01-02T10:00Z,b,buy,BTC,1,USD,900,,,,,\n"
            + "2020-02-01T10:00Z,a,withdrawal,BTC,1,,,,,,h1,\n"
            + "2020-02-01T11:00Z,b,deposit,BTC,1,,,,,,h1,\n"
            + "2020-02-02T10:00Z,b,sell,BTC,1,USD,500,,,,,\n",
        "scope=wallet");
    assertThat(rig.gains(Method.FIFO)).containsExactly("2020 SHORT SELL 1 500 100 400");
    assertThat(rig.view().issues())
        .extracting(Issue::kind)
        .containsExactly(Issue.Kind.TRANSFER_MATCHED);
  }

  @Test
  void pagesAreFilteredAndGoOnBehindTheirLastRow() throws Exception {
    rig.ok(Csv.file(Csv.rows(5, 200)), prices(Csv.prices()));
    List<Seen> all = rig.rows();
    var paged = new ArrayList<String>();
    Seen last = null;
    while (true) {
      var query =
          new RowQuery(
              Long.MIN_VALUE, Long.MAX_VALUE, null, null, null, last == null ? null : last.id(), 7);
      List<Seen> page = rig.rows(query);
      page.forEach(seen -> paged.add(seen.id().text()));
      if (page.size() < 7) {
        break;
      }
      last = page.getLast();
    }
    assertThat(paged).isEqualTo(all.stream().map(seen -> seen.id().text()).toList());
    long from = all.get(50).row().transaction().at();
    long to = all.get(150).row().transaction().at();
    var query = new RowQuery(from, to, "ETH", Kind.BUY, "w1", null, 1_000);
    assertThat(rig.rows(query).stream().map(seen -> seen.id().text()).toList())
        .isEqualTo(
            all.stream()
                .filter(seen -> seen.row().transaction().at() >= from)
                .filter(seen -> seen.row().transaction().at() < to)
                .filter(seen -> seen.row().transaction().kind() == Kind.BUY)
                .filter(seen -> seen.row().transaction().wallet().equals("w1"))
                .filter(
                    seen ->
                        seen.row().transaction().legs().stream()
                            .anyMatch(leg -> leg.asset().equals("ETH")))
                .map(seen -> seen.id().text())
                .toList())
        .isNotEmpty();
  }

  @Test
  void equalRowsOfSeveralBlocksHaveNamesOfTheirOwn() throws Exception {
    rig.ok(Csv.HEADER + "2020-01-01T10:00Z,w,buy,BTC,1,USD,100,,,,,\n".repeat(2_500));
    var paged = new ArrayList<String>();
    for (Seen last = null; paged.size() < 2_500; ) {
      var query =
          new RowQuery(
              Long.MIN_VALUE,
              Long.MAX_VALUE,
              null,
              null,
              null,
              last == null ? null : last.id(),
              99);
      List<Seen> page = rig.rows(query);
      page.forEach(seen -> paged.add(seen.id().text()));
      last = page.getLast();
    }
    String first = paged.getFirst();
    assertThat(paged)
        .isEqualTo(
            IntStream.range(0, 2_500).mapToObj(n -> n == 0 ? first : first + "-" + n).toList());
  }

  @Test
  void balancesAreKnownAtAnyMoment() throws Exception {
    rig.ok(Csv.file(Csv.rows(6, 300)), prices(Csv.prices()));
    List<Seen> all = rig.rows();
    for (int at : new int[] {0, 1, 77, 150, 299}) {
      long moment = all.get(at).row().transaction().at();
      var sum =
          all.stream()
              .filter(seen -> seen.row().transaction().at() < moment)
              .flatMap(seen -> seen.row().transaction().legs().stream())
              .filter(leg -> leg.asset().equals("BTC") && leg.wallet().equals("w0"))
              .map(leg -> leg.quantity())
              .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add);
      assertThat(rig.view().balances(moment).of("w0", "BTC")).isEqualByComparingTo(sum);
    }
    var end = rig.view().balances(Long.MAX_VALUE).of("w0", "BTC");
    assertThat(rig.view().balances().of("w0", "BTC")).isEqualByComparingTo(end);
  }

  @Test
  void aLateRowRewritesOnlyWhatItTouchesAndTheStateBeforeCanBeBroughtBack() throws Exception {
    rig.ok(Csv.file(Csv.rows(7, 400)), prices(Csv.prices()));
    String before = rig.hash();
    Generation first = rig.store.head("default").orElseThrow();
    rig.ok(Csv.HEADER + "2017-09-01T00:00Z,w9,buy,DOGE,5,USD,1,,,,,late\n", prices(Csv.prices()));
    Generation second = rig.store.head("default").orElseThrow();
    var old = first.parts().stream().map(part -> part.id()).toList();
    var fresh = second.parts().stream().filter(part -> !old.contains(part.id())).toList();
    assertThat(fresh)
        .extracting(part -> part.kind() + " " + part.name())
        .noneMatch(name -> name.startsWith("matches") || name.startsWith("events BTC"))
        .contains("pool fifo DOGE", "events DOGE 000000");
    assertThat(rig.hash()).isNotEqualTo(before);
    assertThat(rig.store.restore("default")).isTrue();
    assertThat(rig.hash()).isEqualTo(before);
    assertThat(rig.rows()).hasSize(400);
    assertThat(rig.store.restore("default")).isTrue();
    assertThat(rig.rows()).hasSize(401);
  }

  @Test
  void aReportSaysWhichYearsALateRowHasChanged() throws Exception {
    rig.ok(
        Csv.HEADER
            + "2020-01-01T10:00Z,w,buy,BTC,2,USD,200,,,,,\n"
            + "2020-06-01T10:00Z,w,sell,BTC,1,USD,150,,,,,\n"
            + "2021-06-01T10:00Z,w,sell,BTC,1,USD,300,,,,,\n"
            + "2021-07-01T10:00Z,w,buy,ETH,1,USD,300,,,,,\n");
    Job late = rig.run(Csv.HEADER + "2021-01-01T10:00Z,w,sell,BTC,1,USD,90,,,,,\n");
    assertThat(rig.result(late, "report.json"))
        .contains(
            "\"changes\":[{\"method\":\"fifo\",\"year\":2021,\"before\":\"200\",\"now\":\"290\"}]");
  }

  @Test
  void jobsLeaveNothingUnpublishedBehind() throws Exception {
    rig.ok(Csv.file(Csv.rows(8, 50)));
    assertThat(rig.store.jobs()).isEmpty();
  }

  @Test
  void accountsDoNotMix() throws Exception {
    var jobs = new ArrayList<dev.penstock.job.JobId>();
    for (int i = 0; i < 10; i++) {
      byte[] csv = Csv.file(Csv.rows(100 + i, 60)).getBytes(StandardCharsets.UTF_8);
      jobs.add(rig.submit(csv, "account=a" + i));
    }
    for (var job : jobs) {
      assertThat(rig.await(job).state()).isEqualTo(JobState.SUCCESSFUL);
    }
    for (int i = 0; i < 10; i++) {
      var rows = new ArrayList<Seen>();
      rig.view("a" + i).rows().forEach(RowQuery.ALL, rows::add);
      var notes = rows.stream().map(seen -> seen.row().raw()).sorted().toList();
      assertThat(notes).isEqualTo(Csv.rows(100 + i, 60).stream().sorted().toList());
    }
  }

  @Test
  void aLossThatIsBoughtBackIsFlaggedWithTheAdjustedFigures() throws Exception {
    Job job =
        rig.run(
            Csv.HEADER
                + "2020-01-02T10:00Z,w,buy,BTC,100,USD,1000,,,,,\n"
                + "2020-12-10T10:00Z,w,sell,BTC,100,USD,750,,,s,,\n"
                + "2020-12-20T10:00Z,w,buy,BTC,40,USD,800,,,,,\n",
            "results=all");
    assertThat(rig.gains(Method.FIFO)).containsExactly("2020 SHORT SELL 100 750 1000 -250");
    assertThat(rig.view().disallowed(Method.FIFO).get(2020)).isEqualByComparingTo("100");
    assertThat(rig.result(job, "form-8949-fifo.csv"))
        .contains("100 BTC,01/02/2020,12/10/2020,750,1000,W,100,-150,short,");
    Seen sale = rig.rows().get(1);
    var flag = requireNonNull(rig.view().disposals(sale, Method.FIFO).getFirst().flag());
    assertThat(flag.loss()).isEqualByComparingTo("100");
  }

  @Test
  void resultFilesAreWrittenAndSpreadsheetsRunNothingInThem() throws Exception {
    Job job =
        rig.run(
            Csv.HEADER
                + "2020-01-01T10:00Z,w,buy,BTC,1,USD,100,,,,,=cmd()\n"
                + "2020-01-03T10:00Z,w,sell,BTC,0.5,USD,20,,,s1,,\n",
            "results=all");
    assertThat(rig.result(job, "transactions.csv")).contains(",'=cmd(),");
    assertThat(rig.result(job, "form-8949-fifo.csv"))
        .contains("0.5 BTC,01/01/2020,01/03/2020,20,50,,,-30,short,sell,fifo,BTC,0.5,");
    assertThat(rig.result(job, "gains.csv")).contains("fifo,2020,BTC,short,sell,0.5,20,50,-30,0");
    assertThat(rig.result(job, "report.json")).contains("\"hash\":\"" + rig.hash() + "\"");
  }
}
