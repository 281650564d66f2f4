package dev.penstock.server.plant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.client.PenstockClient;
import dev.penstock.client.SubmitRequest;
import dev.penstock.server.browser.Browser;
import dev.penstock.server.browser.Tab;
import dev.penstock.server.config.HttpSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of the real pipelines in a real browser: a map, an import, the lots of a sale. */
class PagesIT {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("penstock.root")).resolve("examples");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BAD =
      """
      {"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "good", "properties": {"name": "field"}, "geometry": {"type": "Polygon",
          "coordinates": [[[15.4, 47.0], [15.5, 47.0], [15.5, 47.1], [15.4, 47.1], [15.4, 47.0]]]}},
        {"type": "Feature", "id": "short", "properties": {"name": "two corners"}, "geometry": {"type": "Polygon",
          "coordinates": [[[15.45, 47.05], [15.46, 47.06]]]}}]}
      """;

  @TempDir static Path folder;
  private static Served served;
  private static Browser browser;
  private static PenstockClient client;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start(folder.resolve("profile"));
    served =
        Served.start(
            DataFolder.at(folder.resolve("data")),
            PlantSettings.ofMachine().isolate(false),
            HttpSettings.onPort(0));
    client = new PenstockClient(served.url());
  }

  @AfterAll
  static void stop() throws IOException {
    client.close();
    served.close();
    browser.close();
  }

  private static void looksWell(Tab tab, String name) throws IOException {
    var found = new ArrayList<String>();
    for (Tab.Look look : Tab.Look.values()) {
      found.addAll(tab.look(name, look));
    }
    assertThat(found).isEmpty();
    assertThat(tab.complaints()).isEmpty();
    assertThat(tab.hosts()).containsOnly("127.0.0.1");
  }

  @Test
  void aCollectionIsAMapOfItsFeaturesWithThePointsWhereSomethingWasRejected() throws Exception {
    String job =
        client
            .submit(
                SubmitRequest.bytes("geometry", BAD.getBytes(StandardCharsets.UTF_8))
                    .input("collection", "fields"))
            .id();
    assertThat(client.ended(job, PATIENCE)).isPresent();
    Tab tab = browser.tab().open(served.url().resolve("/ui/collections/fields"));
    tab.await("document.querySelectorAll('.map .area').length === 1")
        .await("document.querySelectorAll('.map .pt').length === 1")
        .awaitText("1 of 1 reject has a position here");
    assertThat(tab.eval("document.querySelector('.map .pt title').textContent").asString())
        .contains("geojson.ring_too_short");
    tab.press("Zoom in").await("document.querySelector('.map .area')");
    tab.press("Show all");
    looksWell(tab, "collection");
    tab.open(served.url().resolve("/ui/jobs/" + job)).awaitText("Where it happened");
    tab.await("document.querySelector('.map .area')").press("Edit… item 1");
    tab.await("document.querySelector('textarea')");
    looksWell(tab, "job-geometry");
    String mended =
        "{\"type\":\"Feature\",\"id\":\"short\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[15.45,47.05],[15.46,47.05],[15.46,47.06],[15.45,47.05]]]}}";
    tab.type("textarea", mended).press("Send again as a child job").awaitText("Sent again:");
    String child = tab.eval("document.querySelector('.sub a.mono').textContent").asString();
    assertThat(client.ended(child, PATIENCE).orElseThrow().counts().ok()).isEqualTo(1);
  }

  @Test
  void aSaleIsFollowedToTheLinesOfItsLots() throws Exception {
    String job =
        client
            .submit(
                SubmitRequest.bytes(
                        "transactions", Files.readAllBytes(EXAMPLES.resolve("trades.csv")))
                    .input("account", "demo")
                    .input("method", "fifo,hifo"))
            .id();
    assertThat(client.ended(job, PATIENCE)).isPresent();
    Tab tab = browser.tab().open(served.url().resolve("/ui/accounts"));
    tab.press("demo")
        .awaitText("Gains by year")
        .awaitText("to settle before its figures are final");
    tab.press("Assets of 2023").awaitText("Proceeds");
    looksWell(tab, "account");
    tab.press("Sales").await("location.search.includes('type=sell')").awaitText("Lots");
    tab.clickFirst("Lots").awaitText("adds up exactly");
    assertThat(tab.text())
        .contains(
            "A gain of 616.94 USD, by fifo", "2,469.9675", "line 3", "exchange,buy,ETH,4,USD");
    looksWell(tab, "disposal");
  }

  @Test
  void everyOtherPageHoldsUpToo() throws Exception {
    String job =
        client
            .submit(
                SubmitRequest.file("geometry", EXAMPLES.resolve("countries.geojson"))
                    .input("collection", "countries"))
            .id();
    assertThat(client.ended(job, PATIENCE)).isPresent();
    Tab tab = browser.tab();
    for (String page : new String[] {"", "collections", "accounts", "schedules", "callbacks"}) {
      tab.open(served.url().resolve(page.isEmpty() ? "/" : "/ui/" + page));
      looksWell(tab, page.isEmpty() ? "overview" : page);
    }
    tab.open(served.url().resolve("/ui/collections/countries"))
        .await("document.querySelectorAll('.map .area').length > 200");
    looksWell(tab, "countries");
    tab.open(served.url().resolve("/ui/schedules")).press("New schedule…");
    tab.type("input[name=id]", "nightly").type("input[name=cron]", "30 2 * * *");
    tab.type("textarea[name=payload]", "{\"type\":\"Point\",\"coordinates\":[13.4,52.5]}");
    tab.press("Keep the schedule").awaitText("1 schedule gets on");
    looksWell(tab, "schedules-one");
    tab.open(served.url().resolve("/ui/nothing")).awaitText("No such page");
    tab.open(served.url().resolve("/ui/jobs/01m804w41tbfnpg2d3qw7sbn7x"))
        .awaitText("This job is not here");
  }
}
