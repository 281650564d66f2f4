package dev.penstock.stac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.raster.source.Deadline;
import dev.penstock.stac.StacServer.Paging;
import dev.penstock.stac.StacServer.Trouble;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches, at a catalogue that may do anything. */
class StacClientTest {
  private static final StacLimits QUICK =
      new StacLimits(
          100,
          10_000,
          1 << 20,
          4,
          Duration.ofMillis(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5));
  private static final Search SEARCH =
      new Search(
          List.of("sentinel-2-l2a"),
          new Search.Box(9.1, 48.2, 9.2, 48.3),
          Instant.parse("2024-05-01T00:00:00Z"),
          Instant.parse("2024-05-31T23:59:59Z"),
          OptionalDouble.of(60),
          20);

  private final PlainSender sender = new PlainSender();
  private final StacServer server = new StacServer();
  private final StacClient client = new StacClient(sender, QUICK);

  StacClientTest() throws IOException {}

  /** 100 items that are wanted, and 25 that are not but come along. */
  @BeforeEach
  void items() {
    for (int i = 0; i < 125; i++) {
      String day = i % 5 == 4 ? "2024-07-01" : "2024-05-%02d".formatted(1 + i % 28);
      server.items.add(Items.json(i, day, i % 60));
    }
  }

  @AfterEach
  void close() {
    server.close();
    sender.close();
  }

  private StacClient.Found found() throws StacException, InterruptedException {
    return client.search(server.uri("/api"), SEARCH, Deadline.in(Duration.ofSeconds(20)));
  }

  private StacException refused() {
    return catchThrowableOfType(StacException.class, this::found);
  }

  @Test
  void everyWayOfPagingBringsAllItemsOnce() throws Exception {
    for (Paging paging : List.of(Paging.POST_ALONE, Paging.POST_MERGED, Paging.GET)) {
      server.paging = paging;
      StacClient.Found found = found();
      assertThat(found.items()).as("%s", paging).hasSize(100).doesNotHaveDuplicates();
      assertThat(found.unreadable()).isEmpty();
    }
    // A landing page and seven pages of twenty, three times.
    assertThat(server.requests()).hasSize(24);
  }

  @Test
  void aMergedPageKeepsTheSearch() throws Exception {
    server.paging = Paging.POST_MERGED;
    found();
    assertThat(server.requests().get(2)).contains("bbox", "datetime", "\"next\":20");
    server.paging = Paging.POST_ALONE;
    found();
    assertThat(server.requests().getLast()).doesNotContain("bbox").contains("\"next\":120");
  }

  @Test
  void aCatalogueThatRefusesPostIsAskedByGet() throws Exception {
    server.posts = false;
    server.paging = Paging.GET;
    assertThat(found().items()).hasSize(100);
    assertThat(server.requests().get(2))
        .startsWith(
            "GET /search?bbox=9.1%2C48.2%2C9.2%2C48.3&datetime=2024-05-01T00%3A00%3A00Z%2F");
  }

  @Test
  void filtersAreSentWhereTheyAreUnderstoodAndLookedAtAnyhow() throws Exception {
    found();
    assertThat(server.requests().get(1)).doesNotContain("filter");
    server.filters = true;
    found();
    assertThat(server.requests().get(9)).contains("cql2-json", "eo:cloud_cover", "60.0");
    Search clear =
        new Search(
            SEARCH.collections(),
            SEARCH.area(),
            SEARCH.from(),
            SEARCH.to(),
            OptionalDouble.of(10),
            20);
    assertThat(
            client.search(server.uri("/api"), clear, Deadline.in(Duration.ofSeconds(20))).items())
        .isNotEmpty()
        .allMatch(item -> item.properties().path("eo:cloud_cover").asDouble() <= 10);
    Search elsewhere =
        new Search(
            List.of(),
            new Search.Box(20, 48, 21, 49),
            SEARCH.from(),
            SEARCH.to(),
            clear.mostCloud(),
            20);
    assertThat(
            client
                .search(server.uri("/api"), elsewhere, Deadline.in(Duration.ofSeconds(20)))
                .items())
        .isEmpty();
  }

  @Test
  void troubleThatPassesIsWaitedOut() throws Exception {
    server.trouble(
        Trouble.status(503),
        Trouble.status(500),
        new Trouble(429, Map.of("Retry-After", "0"), "", false));
    assertThat(found().items()).hasSize(100);
    server.trouble(new Trouble(200, Map.of(), "{\"links\":[]}".repeat(1000), true));
    assertThat(found().items()).hasSize(100);
  }

  @Test
  void aCatalogueThatAsksForALongPauseIsNotWaitedFor() {
    server.trouble(new Trouble(429, Map.of("Retry-After", "600"), "", false));
    StacException refused = refused();
    assertThat(refused.fault()).isEqualTo(StacFault.BUSY);
    assertThat(refused.pause()).contains(Duration.ofMinutes(10));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void pagesThatAreTooLargeForAGatewayAreHalved() throws Exception {
    server.largestPage = 10;
    assertThat(found().items()).hasSize(100);
    server.largestPage = 4;
    assertThat(refused().fault()).isEqualTo(StacFault.UNREACHABLE);
  }

  @Test
  void endlessPagingEndsWithItsName() {
    for (Paging paging : List.of(Paging.CIRCLE, Paging.EMPTY, Paging.SAME)) {
      server.paging = paging;
      assertThat(refused().fault()).as("%s", paging).isEqualTo(StacFault.LOOPING);
    }
    assertThat(server.requests()).hasSizeLessThan(12);
  }

  @Test
  void aPageElsewhereIsNotFollowed() {
    server.paging = Paging.FOREIGN;
    StacException refused = refused();
    assertThat(refused.fault()).isEqualTo(StacFault.FOREIGN_HOST);
    assertThat(refused).hasMessageContaining("elsewhere.example");
  }

  @Test
  void whatIsNoJsonIsNamed() {
    for (String body :
        List.of("<html>Sign in</html>", "[]", "{\"features\":", "[".repeat(100_000))) {
      server.trouble(new Trouble(200, Map.of(), body, false));
      assertThat(refused().fault()).isEqualTo(StacFault.MALFORMED);
    }
    server.trouble(Trouble.status(401));
    assertThat(refused().fault()).isEqualTo(StacFault.REFUSED);
  }

  @Test
  void anItemThatCannotBeReadIsToldAndHoldsNoOther() throws Exception {
    server.items.get(0).putObject("properties").put("datetime", "yesterday");
    server.items.get(1).remove("properties");
    StacClient.Found found = found();
    assertThat(found.items()).hasSize(98);
    assertThat(found.unreadable()).hasSize(2).first().asString().contains("S2A_32UPU_0");
  }

  @Test
  void silenceEndsWithTheTimeOfTheSearch() {
    server.silent = true;
    long began = System.nanoTime();
    StacException refused =
        catchThrowableOfType(
            StacException.class,
            () -> client.search(server.uri("/api"), SEARCH, Deadline.in(Duration.ofMillis(300))));
    assertThat(refused.fault()).isEqualTo(StacFault.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
  }

  private static final String CATALOGUE =
      """
      {"type":"Catalog","id":"static","links":[{"rel":"self","href":"http://other.example/x.json"},
       {"rel":"child","href":"./may/catalog.json"},{"rel":"child","href":"./may/catalog.json"}]}""";

  private static final String CHILD =
      """
      {"type":"Catalog","id":"may","links":[{"rel":"parent","href":"../catalog.json"},
       {"rel":"child","href":"../catalog.json"},{"rel":"item","href":"one.json"}]}""";

  @Test
  void aCatalogueOfFilesOnAHostIsWalkedThrough() throws Exception {
    server.files.put("/s/catalog.json", CATALOGUE);
    server.files.put("/s/may/catalog.json", CHILD);
    server.files.put("/s/may/one.json", Items.json(1, "2024-05-05", 5).toString());
    StacClient.Found found =
        client.search(server.uri("/s/catalog.json"), SEARCH, Deadline.in(Duration.ofSeconds(9)));
    assertThat(found.items()).hasSize(1);
    assertThat(found.items().getFirst().assets().get("nir"))
        .extracting(Asset::href)
        .isEqualTo(server.uri("/s/may/B08.tif"));
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void aCatalogueOfLocalFilesStaysInItsFolder(@TempDir Path folder) throws Exception {
    Path root = folder.resolve("c/catalog.json");
    Files.createDirectories(folder.resolve("c/may"));
    Files.writeString(root, CATALOGUE);
    Files.writeString(folder.resolve("c/may/catalog.json"), CHILD);
    Files.writeString(folder.resolve("c/may/one.json"), Items.json(1, "2024-05-05", 5).toString());
    Deadline deadline = Deadline.in(Duration.ofSeconds(9));
    assertThat(client.search(root.toUri(), SEARCH, deadline).items()).hasSize(1);
    Files.writeString(root, CATALOGUE.replace("./may/catalog.json", "../../secret.json"));
    StacException refused =
        catchThrowableOfType(
            StacException.class, () -> client.search(root.toUri(), SEARCH, deadline));
    assertThat(refused.fault()).isEqualTo(StacFault.FOREIGN_HOST);
  }

  @Test
  void aCatalogueOnTheNetworkLeadsToNoFileHere() {
    server.files.put(
        "/s/catalog.json",
        "{\"type\":\"Catalog\",\"links\":[{\"rel\":\"child\",\"href\":\"file:///etc/passwd\"}]}");
    URI root = server.uri("/s/catalog.json");
    StacException refused =
        catchThrowableOfType(
            StacException.class,
            () -> client.search(root, SEARCH, Deadline.in(Duration.ofSeconds(9))));
    assertThat(refused.fault()).isEqualTo(StacFault.FOREIGN_HOST);
  }
}
