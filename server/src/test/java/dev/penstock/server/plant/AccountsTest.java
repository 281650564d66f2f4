package dev.penstock.server.plant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.server.config.HttpSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files in over HTTP, gains out over HTTP. */
class AccountsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String HEADER =
      "timestamp,wallet,type,base_asset,base_amount,quote_asset,quote_amount,external_id\n";

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Served served;

  @BeforeEach
  void start() throws IOException {
    served =
        Served.start(
            DataFolder.at(folder.resolve("data")),
            PlantSettings.ofMachine(),
            HttpSettings.onPort(0));
  }

  @AfterEach
  void stop() throws IOException {
    served.close();
    http.close();
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(served.url().resolve(path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    var answer = send("GET", path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** Posts a file and waits for its end. */
  private JsonNode imported(String account, String csv, String query)
      throws IOException, InterruptedException {
    var answer =
        send("POST", "/v1/accounts/" + account + "/imports" + query, csv, "Prefer", "wait=60");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static JsonNode example(String id) throws IOException {
    Path file =
        Path.of(
            System.getProperty("penstock.root"),
            "pipelines/transactions/src/test/resources/published-examples.json");
    for (JsonNode each : JSON.readTree(Files.readAllBytes(file)).get("cases")) {
      if (each.get("id").asString().equals(id)) {
        return each;
      }
    }
    throw new IllegalArgumentException(id);
  }

  private static String moment(String time) {
    return time.length() == 10 ? time : time.endsWith("Z") ? time : time + "Z";
  }

  @Test
  void theExamplesOfTheTaxOfficeComeToTheirPublishedFigures() throws Exception {
    for (String id : List.of("hmrc-crypto22251", "hmrc-crypto22252", "hmrc-crypto22253")) {
      JsonNode example = example(id);
      JsonNode pool = example.get("inputs").get("opening_pool");
      String asset = pool.get("asset").asString();
      var csv = new StringBuilder(HEADER);
      csv.append(
          "2015-01-01,w,opening,%s,%s,GBP,%s,\n"
              .formatted(asset, pool.get("qty").asString(), pool.get("cost").asString()));
      for (JsonNode row : example.get("inputs").get("rows")) {
        csv.append(
            "%s,w,%s,%s,%s,GBP,%s,\n"
                .formatted(
                    moment(row.get("date").asString()),
                    row.get("type").asString(),
                    asset,
                    row.get("qty").asString(),
                    row.get("value").asString()));
      }
      imported(id, csv.toString(), "?method=s104&currency=GBP&report-zone=Europe/London");
      JsonNode gains = get("/v1/accounts/" + id + "/gains?method=s104");
      BigDecimal expected = BigDecimal.ZERO;
      for (JsonNode disposal : example.get("expected").get("disposals")) {
        String gain = disposal.has("gain_exact") ? "gain_exact" : "gain";
        expected = expected.add(new BigDecimal(disposal.get(gain).asString()));
      }
      assertThat(new BigDecimal(gains.get("years").get(1 - 1).get("gain").asString()))
          .as(id)
          .isEqualByComparingTo(expected);
      JsonNode closing = example.get("expected").get("closing_pool");
      JsonNode holding = gains.get("holdings").get(0);
      assertThat(holding.get("quantity").asString()).isEqualTo(closing.get("qty").asString());
      String cost = closing.has("cost_exact") ? "cost_exact" : "cost";
      assertThat(holding.get("cost").asString()).isEqualTo(closing.get(cost).asString());
    }
  }

  @Test
  void pricesThatSomebodyBringsValueGiftsAndRewards() throws Exception {
    var kept =
        send(
            "PUT",
            "/v1/prices/USD",
            "date,asset,price\n2018-07-03,B2,1500\n2019-08-03,B2,4000\n2020-04-11,B2,4500\n2020-07-11,B2,5500\n");
    assertThat(kept.body()).isEqualTo("{\"prices\":4}");
    var csv =
        new StringBuilder(
            "timestamp,wallet,type,base_asset,base_amount,quote_asset,quote_amount,fee_asset,fee_amount\n");
    for (JsonNode row : example("rp2-test_hifo-B2-fifo").get("inputs").get("rows")) {
      BigDecimal quantity = new BigDecimal(row.get("qty").asString());
      BigDecimal paid = quantity.multiply(new BigDecimal(row.get("spot").asString()));
      String type = row.get("type").asString();
      boolean trade = type.equals("buy") || type.equals("sell");
      String fee =
          type.equals("buy")
              ? "USD," + new BigDecimal(row.get("cost_with_fee").asString()).subtract(paid)
              : row.has("fee_qty") ? "B2," + row.get("fee_qty").asString() : ",";
      csv.append(
          "%s,%s,%s,B2,%s,%s,%s,%s\n"
              .formatted(
                  row.get("ts").asString(),
                  row.path("wallet").asString("Coinbase"),
                  type,
                  quantity,
                  trade ? "USD" : "",
                  trade ? paid : "",
                  fee));
    }
    imported("rp2", csv.toString(), "?method=fifo,hifo");
    var lines = new ArrayList<String>();
    for (JsonNode year : get("/v1/accounts/rp2/gains").get("years")) {
      assertThat(year.get("status").asString()).isEqualTo("complete");
      for (JsonNode line : year.get("disposals")) {
        lines.add(
            "%s %s %s %s %s %s"
                .formatted(
                    year.get("year").asString(),
                    line.get("term").asString(),
                    line.get("type").asString(),
                    line.get("proceeds").asString(),
                    line.get("cost").asString(),
                    line.get("gain").asString()));
      }
    }
    assertThat(lines)
        .containsExactlyInAnyOrder(
            "2018 short donation 7500 5005 2495",
            "2018 short sell 19975 11005 8970",
            "2019 long sell 21000 12000 9000",
            "2019 short sell 34250 29027 5223",
            "2020 short gift 101000 88048 12952");
    assertThat(get("/v1/accounts/rp2/gains?year=2019").get("years").get(0).get("income").asString())
        .isEqualTo("40000");
    assertThat(get("/v1/accounts/rp2/balances?at=2020-05-01").toString())
        .contains("{\"wallet\":\"BlockFi\",\"asset\":\"B2\",\"balance\":\"-9\"}");
    assertThat(send("GET", "/v1/accounts/rp2/gains?method=lifo", "").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/v1/accounts/rp2/gains?format=form8949", "").body())
        .contains("5 B2,06/03/2018,07/03/2018,7500,5005,,,2495,short,donation,fifo,B2,5,");
  }

  @Test
  void badRowsComeBackAsAFileThatCanBeCorrectedAndPostedAgain() throws Exception {
    JsonNode job =
        imported(
            "fix",
            HEADER
                + "2020-01-01T10:00Z,w,buy,BTC,1,USD,100,a\n"
                + "2020-01-02T10:00Z,w,buy,BTC,zwei,USD,100,b\n"
                + "2020-01-03T10:00Z,w,acquire,BTC,3.5x,USD,100,c\n",
            "");
    assertThat(job.get("partial").asBoolean()).isTrue();
    String errors = send("GET", "/v1/jobs/" + job.get("id").asString() + "/errors.csv", "").body();
    assertThat(errors.lines().toList().get(0))
        .isEqualTo(HEADER.strip() + ",_line,_column,_code,_message");
    assertThat(errors)
        .contains("BTC,zwei,USD,100,b,3,base_amount,row.amount_unreadable,not a decimal number")
        .contains("base_amount; type");
    String corrected =
        errors
            .replace("zwei", "2")
            .replace("3.5x", "3.5")
            .replace("acquire", "buy")
            .replace("'", "");
    imported("fix", corrected, "");
    assertThat(get("/v1/accounts/fix").get("transactions").asInt()).isEqualTo(3);
    assertThat(get("/v1/accounts/fix/balances").get("balances").toString())
        .contains("\"asset\":\"BTC\",\"balance\":\"6.5\"");
  }

  @Test
  void onlyAnImportHasRowsToCorrect() throws Exception {
    var geometry =
        send(
            "POST",
            "/v1/pipelines/geometry/jobs",
            "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Nothing\"}}",
            "Prefer",
            "wait=60");
    String other = JSON.readTree(geometry.body()).get("id").asString();
    var refused = send("GET", "/v1/jobs/" + other + "/errors.csv", "");
    assertThat(refused.statusCode()).isEqualTo(404);
    JsonNode problem = JSON.readTree(refused.body());
    assertThat(problem.get("code").asString()).isEqualTo("result.unknown");
    assertThat(problem.get("detail").asString())
        .contains("pipeline geometry")
        .contains("/v1/jobs/" + other + "/rejects");
    JsonNode good = imported("good", HEADER + "2020-01-01T10:00Z,w,buy,BTC,1,USD,100,a\n", "");
    assertThat(send("GET", "/v1/jobs/" + good.get("id").asString() + "/errors.csv", "").body())
        .isEqualToIgnoringNewLines("_line,_column,_code,_message");
  }

  @Test
  void pagesFollowTheirLinksAndAreTaggedByTheGeneration() throws Exception {
    var csv = new StringBuilder(HEADER);
    for (int i = 0; i < 250; i++) {
      csv.append(
          "2020-01-01T%02d:%02d:00Z,w,%s,%s,1,USD,5,r%d\n"
              .formatted(
                  i / 60, i % 60, i % 3 == 0 ? "sell" : "buy", i % 2 == 0 ? "BTC" : "ETH", i));
    }
    imported("pages", csv.toString(), "");
    var ids = new ArrayList<String>();
    String next = "/v1/accounts/pages/transactions?asset=btc&type=buy&limit=30";
    while (next != null) {
      JsonNode page = get(next);
      page.get("transactions").forEach(row -> ids.add(row.get("external_id").asString()));
      next = page.get("links").path("next").asString(null);
    }
    var expected = new ArrayList<String>();
    for (int i = 0; i < 250; i += 2) {
      if (i % 3 != 0) {
        expected.add("r" + i);
      }
    }
    assertThat(ids).isEqualTo(expected);
    JsonNode sale =
        get("/v1/accounts/pages/transactions?type=sell&from=2020-01-01T00:06:00Z&detail=full")
            .get("transactions")
            .get(0);
    assertThat(sale.get("source").get("line").asInt()).isEqualTo(8);
    JsonNode disposal =
        get("/v1/accounts/pages/disposals/" + sale.get("id").asString()).get("disposals").get(0);
    assertThat(disposal.get("lots").get(0).get("rule").asString()).isEqualTo("fifo");
    var first = send("GET", "/v1/accounts/pages/transactions", "");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    var same = send("GET", "/v1/accounts/pages/transactions", "", "If-None-Match", tag);
    assertThat(same.statusCode()).isEqualTo(304);
    imported("pages", HEADER + "2021-01-01T00:00Z,w,buy,BTC,1,USD,5,late\n", "");
    var changed = send("GET", "/v1/accounts/pages/transactions", "", "If-None-Match", tag);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(send("POST", "/v1/accounts/pages/restore", "").headers().firstValue("ETag"))
        .contains(tag);
    assertThat(get("/v1/accounts/pages").get("transactions").asInt()).isEqualTo(250);
  }

  @Test
  void whatIsDecidedAboutAnIssueIsKeptOverRuns() throws Exception {
    String rows =
        HEADER
            + "2020-01-01T10:00Z,a,buy,BTC,2,USD,200,\n"
            + "2020-02-01T10:00Z,a,withdrawal,BTC,1,,,\n"
            + "2020-02-09T11:00Z,b,deposit,BTC,0.9,,,\n"
            + "2020-03-01T10:00Z,b,sell,BTC,0.9,USD,500,\n";
    imported("issues", rows, "?scope=wallet");
    JsonNode issues = get("/v1/accounts/issues/issues").get("issues");
    var sent = issues.get(0);
    assertThat(issues.valueStream().map(issue -> issue.get("kind").asString()))
        .contains("transfer_unmatched")
        .doesNotContain("transfer_matched");
    var unmatched =
        issues
            .valueStream()
            .filter(issue -> issue.get("kind").asString().equals("transfer_unmatched"))
            .toList();
    String detail =
        unmatched.get(0).get("transactions").get(0).asString()
            + " "
            + unmatched.get(1).get("transactions").get(0).asString();
    var settled =
        send(
            "PUT",
            "/v1/accounts/issues/issues/" + unmatched.get(0).get("id").asString(),
            "{\"action\":\"link\",\"detail\":\"" + detail + "\",\"note\":\"slow bridge\"}");
    assertThat(settled.statusCode()).as(settled.body()).isEqualTo(200);
    imported("issues", HEADER, "?scope=wallet");
    assertThat(
            get("/v1/accounts/issues/issues?settled=true")
                .get("issues")
                .valueStream()
                .map(issue -> issue.get("kind").asString()))
        .contains("transfer_matched")
        .doesNotContain("transfer_unmatched");
    assertThat(sent.get("severity").asString()).isNotEmpty();
  }

  @Test
  void aDryRunShowsHowAFileWouldBeUnderstoodAndImportsNothing() throws Exception {
    var answer =
        send(
            "POST",
            "/v1/accounts/dry/imports?dry-run=true&time-zone=Europe/Berlin",
            "Buchungsdatum;Typ;Währung;Betrag;Depotnummer\n31.12.2020 23:30;buy;BTC;1,5;7\n01.01.2021;?;BTC;2;7\n");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode read = JSON.readTree(answer.body());
    assertThat(read.get("delimiter").asString()).isEqualTo(";");
    assertThat(read.get("decimals").asString()).isEqualTo("comma");
    assertThat(read.get("dates").asString()).isEqualTo("dmy");
    assertThat(read.get("columns").get("base_asset").asString()).isEqualTo("Währung");
    assertThat(read.get("unused").toString()).isEqualTo("[\"Depotnummer\"]");
    assertThat(read.get("assumed").get("time_zone").asString()).isEqualTo("Europe/Berlin");
    assertThat(read.get("rows").get(0).get("timestamp").asString())
        .isEqualTo("2020-12-31T22:30:00Z");
    assertThat(read.get("rows").get(0).get("base_amount").asString()).isEqualTo("1.5");
    assertThat(read.get("rows").get(1).get("errors").get(0).get("code").asString())
        .isEqualTo("row.type_unknown");
    assertThat(send("GET", "/v1/accounts/dry", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aFormOfABrowserIsTaken() throws Exception {
    String file =
        HEADER
            + "2020-01-01T10:00Z,a,buy,BTC,2,USD,200,\n"
            + "2020-01-02T10:00Z,a,buy,BTC,1,USD,200,\n";
    String form =
        "--bound\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n"
            + "--bound\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.csv\"\r\n"
            + "Content-Type: text/csv\r\n\r\n"
            + file
            + "\r\n--bound--\r\n";
    var answer =
        send(
            "POST",
            "/v1/accounts/form/imports",
            form,
            "Prefer",
            "wait=60",
            "Content-Type",
            "multipart/form-data; boundary=bound");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(get("/v1/accounts/form").get("transactions").asInt()).isEqualTo(2);
  }

  @Test
  void whatIsNotThereIsSaidSo() throws Exception {
    assertThat(send("GET", "/v1/accounts/nobody/gains", "").statusCode()).isEqualTo(404);
    var twice = send("POST", "/v1/accounts/a/imports?account=b", HEADER);
    assertThat(twice.statusCode()).isEqualTo(400);
    assertThat(twice.body()).contains("input.repeated");
    imported("here", HEADER + "2020-01-01T10:00Z,a,buy,BTC,2,USD,200,\n", "");
    assertThat(send("GET", "/v1/accounts/here/disposals/zz", "").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/v1/accounts/here/transactions?cursor=zz", "").body())
        .contains("cursor.invalid");
    assertThat(send("GET", "/v1/accounts/here/transactions?type=zz", "").statusCode())
        .isEqualTo(400);
    assertThat(send("PUT", "/v1/prices/USD", "a,b\n1,2\n").body()).contains("body.invalid");
  }
}
