package dev.penstock.server.plant;

import static dev.penstock.server.plant.AccountServer.HEADER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Figures over HTTP: those that others have published, and those that people correct. */
class AccountFiguresTest {
  @TempDir Path folder;
  private AccountServer server;

  @BeforeEach
  void start() throws IOException {
    server = new AccountServer(folder.resolve("data"));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void anExampleOfAverageCostsComesToItsPublishedGains() throws Exception {
    JsonNode example = AccountServer.example("rotki-acb-chain");
    var csv = new StringBuilder(HEADER);
    int day = 1;
    for (JsonNode row : example.get("inputs").get("rows")) {
      BigDecimal quantity = new BigDecimal(row.get(1).asString());
      BigDecimal paid = quantity.multiply(new BigDecimal(row.get(2).asString()));
      csv.append(
          "2020-01-%02d,w,%s,ETH,%s,USD,%s,r%d\n"
              .formatted(day, row.get(0).asString(), quantity, paid, day++));
    }
    server.imported("acb", csv.toString(), "?method=acb");
    var gains = new ArrayList<String>();
    for (JsonNode sale :
        server.get("/v1/accounts/acb/transactions?type=sell").get("transactions")) {
      JsonNode disposal =
          server
              .get("/v1/accounts/acb/disposals/" + sale.get("id").asString())
              .get("disposals")
              .get(0);
      gains.add(disposal.get("gain").asString());
    }
    var expected = new ArrayList<String>();
    example.get("expected").get("gains").forEach(gain -> expected.add(gain.asString()));
    assertThat(gains).isEqualTo(expected);
    assertThat(server.get("/v1/accounts/acb/gains").get("holdings")).isEmpty();
    JsonNode missing =
        server.get("/v1/accounts/acb/issues?kind=basis_missing").get("issues").get(0);
    assertThat(missing.get("detail").asString()).startsWith("0.6 ETH");
    assertThat(missing.get("transactions")).hasSize(2);
  }

  @Test
  void lotsThatArriveOutOfOrderAreUsedInTheOrderOfTheirDates() throws Exception {
    JsonNode example = AccountServer.example("beancount-fifo-partial-two-lots");
    var csv = new StringBuilder(HEADER);
    for (JsonNode lot : example.get("inputs").get("lots")) {
      BigDecimal quantity = new BigDecimal(lot.get(0).asString());
      csv.append(
          "%s,w,buy,HOOL,%s,USD,%s,\n"
              .formatted(
                  lot.get(2).asString(),
                  quantity,
                  quantity.multiply(new BigDecimal(lot.get(1).asString()))));
    }
    csv.append("2015-10-09,w,sell,HOOL,7,USD,1000,s\n");
    server.imported("lots", csv.toString(), "?method=fifo");
    JsonNode sale =
        server.get("/v1/accounts/lots/transactions?type=sell").get("transactions").get(0);
    JsonNode disposal =
        server
            .get("/v1/accounts/lots/disposals/" + sale.get("id").asString())
            .get("disposals")
            .get(0);
    assertThat(disposal.get("cost").asString())
        .isEqualTo(example.get("expected").get("cost").asString());
    var used = new ArrayList<String>();
    for (JsonNode lot : disposal.get("lots")) {
      used.add(lot.get("quantity").asString() + " " + lot.get("acquired").asString(""));
      assertThat(lot.get("source").get("row").asString()).contains("HOOL");
    }
    assertThat(used).containsExactly("4 2015-10-01T00:00:00Z", "3 2015-10-02T00:00:00Z");
    assertThat(disposal.get("lots").get(0).get("source").get("line").asInt()).isEqualTo(3);
  }

  @Test
  void theSameRowsComeToTheFiguresOfEachMethod() throws Exception {
    String rows =
        HEADER
            + "2020-01-01,w,buy,BTC,1,USD,100,a\n"
            + "2020-01-02,w,buy,BTC,1,USD,400,b\n"
            + "2020-01-03,w,buy,BTC,1,USD,250,c\n"
            + "2020-06-01,w,sell,BTC,1,USD,1000,d\n";
    server.imported("methods", rows, "?method=fifo,lifo,hifo,lofo,acb,s104,specific");
    var gains = new HashMap<String, String>();
    for (String method : List.of("fifo", "lifo", "hifo", "lofo", "acb", "s104", "specific")) {
      JsonNode years = server.get("/v1/accounts/methods/gains?method=" + method).get("years");
      gains.put(method, years.get(0).get("gain").asString());
    }
    assertThat(gains)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "fifo",
                "900",
                "lifo",
                "750",
                "hifo",
                "600",
                "lofo",
                "900",
                "acb",
                "750",
                "s104",
                "750",
                "specific",
                "900"));
    var other = server.send("GET", "/v1/accounts/methods/gains?scope=wallet", "");
    assertThat(other.statusCode()).isEqualTo(404);
    assertThat(other.body()).contains("scope=wallet");
    assertThat(server.get("/v1/accounts/methods/gains?scope=universal").get("scope").asString())
        .isEqualTo("universal");
  }

  @Test
  void formsAreOfOneYearAndWorkbooksHaveNoFormulas() throws Exception {
    server.imported(
        "sheets",
        HEADER
            + "2020-01-01,=cmd,buy,BTC,2,USD,100,=1+1\n"
            + "2020-02-01,=cmd,sell,BTC,1,USD,80,\n"
            + "2021-02-01,=cmd,sell,BTC,1,USD,90,\n",
        "");
    String form =
        server.send("GET", "/v1/accounts/sheets/gains?year=2021&format=form8949", "").body();
    assertThat(form.lines()).hasSize(2);
    assertThat(form).contains("1 BTC,01/01/2020,02/01/2021,90,50");
    for (String path : List.of("gains", "balances", "transactions")) {
      String sheet = sheet(server.bytes("/v1/accounts/sheets/" + path + "?format=xlsx"));
      assertThat(sheet).as(path).contains("<row>").doesNotContain("<f>");
    }
    String rows = sheet(server.bytes("/v1/accounts/sheets/transactions?format=xlsx"));
    assertThat(rows)
        .contains("<is><t xml:space=\"preserve\">=cmd</t></is>")
        .contains("<c><v>100</v></c>");
  }

  private static String sheet(byte[] workbook) throws IOException {
    try (var zip = new ZipInputStream(new ByteArrayInputStream(workbook))) {
      for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
        if (part.getName().equals("xl/worksheets/sheet1.xml")) {
          return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    throw new IOException("the workbook has no sheet");
  }

  @Test
  void whatAPersonCorrectsCountsFromTheNextImportOn() throws Exception {
    server.imported("fix", HEADER + "2020-01-01T10:00Z,a,buy,BTC,2,USD,200,\n", "");
    server.imported(
        "fix",
        HEADER
            + "2020-01-01T10:00Z,b,buy,BTC,2,USD,200,x\n"
            + "2020-03-01T10:00Z,a,spend,BTC,1,,,\n",
        "");
    JsonNode twin =
        server.get("/v1/accounts/fix/issues?kind=duplicate_suspected").get("issues").get(0);
    JsonNode unpriced =
        server.get("/v1/accounts/fix/issues?kind=price_missing").get("issues").get(0);
    server.put(
        "/v1/accounts/fix/issues/" + twin.get("id").asString(),
        "{\"action\":\"correct\",\"detail\":\"drop\",\"note\":\"the same fill\"}");
    server.put(
        "/v1/accounts/fix/issues/" + unpriced.get("id").asString(),
        "{\"action\":\"correct\",\"detail\":\"value=150\"}");
    var wrong =
        server.send(
            "PUT",
            "/v1/accounts/fix/issues/" + twin.get("id").asString(),
            "{\"action\":\"correct\",\"detail\":\"explode\"}");
    assertThat(wrong.body()).contains("body.invalid");
    server.imported("fix", HEADER, "");
    assertThat(server.get("/v1/accounts/fix").get("status").asString()).isEqualTo("complete");
    JsonNode year = server.get("/v1/accounts/fix/gains").get("years").get(0);
    assertThat(year.get("gain").asString()).isEqualTo("50");
    for (String at : List.of("", "?at=2020-12-31")) {
      assertThat(server.get("/v1/accounts/fix/balances" + at).get("balances").toString())
          .contains("{\"wallet\":\"a\",\"asset\":\"BTC\",\"balance\":\"1\"}")
          .doesNotContain("\"wallet\":\"b\"");
    }
    assertThat(server.get("/v1/accounts/fix/transactions").get("transactions").valueStream())
        .extracting(row -> row.get("status").asString())
        .containsExactlyInAnyOrder("priced", "dropped", "priced");
    assertThat(server.get("/v1/accounts/fix/issues?settled=true").get("gone")).hasSize(2);
    var back =
        server.send(
            "PUT", "/v1/accounts/fix/issues/" + twin.get("id").asString(), "{\"action\":\"open\"}");
    assertThat(back.statusCode()).isEqualTo(204);
    server.imported("fix", HEADER, "");
    assertThat(server.get("/v1/accounts/fix/balances").get("balances").toString())
        .contains("{\"wallet\":\"b\",\"asset\":\"BTC\",\"balance\":\"2\"}");
  }

  @Test
  void whatWasSaidOfAHeaderHoldsForEveryFileThatHasIt() throws Exception {
    String csv = "Wann;Wieviel;Was\n03.02.2020;1,5;BTC\n";
    JsonNode dry =
        AccountServer.JSON.readTree(
            server.send("POST", "/v1/accounts/m/imports?dry-run=true", csv).body());
    assertThat(dry.get("missing")).isNotEmpty();
    String path = "/v1/mappings/" + dry.get("header").asString();
    assertThat(server.send("GET", path, "").statusCode()).isEqualTo(404);
    server.put(
        path,
        "{\"columns\":{\"timestamp\":\"Wann\",\"base_amount\":\"Wieviel\",\"base_asset\":\"Was\"},"
            + "\"dates\":\"dmy\"}");
    assertThat(server.get(path).get("columns").get("base_asset").asString()).isEqualTo("Was");
    JsonNode job = server.imported("m", csv, "");
    assertThat(job.get("status").asString()).isEqualTo("successful");
    JsonNode row = server.get("/v1/accounts/m/transactions").get("transactions").get(0);
    assertThat(row.get("timestamp").asString()).isEqualTo("2020-02-03T00:00:00Z");
    assertThat(row.get("base_amount").asString()).isEqualTo("1.5");
    assertThat(server.send("PUT", path, "{\"columns\":{\"nonsense\":\"x\"}}").statusCode())
        .isEqualTo(400);
    assertThat(server.send("DELETE", path, "").statusCode()).isEqualTo(204);
    assertThat(server.send("DELETE", path, "").statusCode()).isEqualTo(404);
  }
}
