package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsCode;
import dev.penstock.crs.Transform;
import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureCollections.Described;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.geometry.store.Srs;
import dev.penstock.job.JobId;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CollectionsTest {
  private static final double MERCATOR_DEGREE = 111319.49079327357;

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(folder);
    var rows = new ArrayList<FeatureRow>();
    for (int i = 0; i < 5; i++) {
      rows.add(point(i, i * 10, 0, "{\"n\": " + i + ".50, \"é\":null}"));
    }
    rows.add(new FeatureRow(5, null, null, Bounds.NONE, bytes("null")));
    put("parcels", 4326, rows, new Bounds(0, 0, 40, 0));
    put(
        "mercator",
        3857,
        List.of(point(0, 10 * MERCATOR_DEGREE, 0, "{}"), point(1, 50 * MERCATOR_DEGREE, 0, "{}")),
        new Bounds(0, 0, 50 * MERCATOR_DEGREE, 0));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void put(String id, int epsg, List<FeatureRow> rows, Bounds bounds) {
    server.features.put(
        new Described(
            id,
            3,
            rows.size(),
            bounds,
            new Srs("EPSG", epsg, "x", "x"),
            Instant.EPOCH,
            JobId.next(InstantSource.system())),
        rows);
  }

  private static FeatureRow point(int item, double x, double y, String properties) {
    ByteBuffer wkb = ByteBuffer.allocate(21).order(ByteOrder.LITTLE_ENDIAN);
    wkb.put((byte) 1).putInt(1).putDouble(x).putDouble(y);
    String id = item % 2 == 0 ? "\"id " + item + "\"" : Integer.toString(item);
    return new FeatureRow(item, id, wkb.array(), new Bounds(x, y, x, y), bytes(properties));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = server.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonMapper().readTree(answer.body());
  }

  @Test
  void featuresComeAsGeoJsonWithIdsAndPropertiesAsTheyCameIn() throws Exception {
    HttpResponse<String> all = server.get("/v1/collections/parcels/items");
    assertThat(all.headers().firstValue("Content-Type")).hasValue("application/geo+json");
    assertThat(all.body())
        .contains(
            "{\"type\":\"Feature\",\"id\":\"id 2\",\"geometry\":"
                + "{\"type\":\"Point\",\"coordinates\":[20,0]},"
                + "\"properties\":{\"n\": 2.50, \"é\":null}}")
        .contains("\"id\":3,")
        .contains("{\"type\":\"Feature\",\"geometry\":null,\"properties\":null}");
    JsonNode page = json("/v1/collections/parcels/items");
    assertThat(page.path("numberReturned").asInt()).isEqualTo(6);
    assertThat(page.path("features")).hasSize(6);
    assertThat(page.path("links")).hasSize(1);
  }

  @Test
  void pagesFollowEachOtherToTheEnd() throws Exception {
    var ids = new ArrayList<String>();
    String path = "/v1/collections/parcels/items?limit=4&bbox=-1,-1,100,1";
    for (int pages = 0; pages < 10 && !path.isEmpty(); pages++) {
      JsonNode page = json(path);
      page.path("features").forEach(feature -> ids.add(feature.path("id").toString()));
      path = "";
      for (JsonNode link : page.path("links")) {
        if (link.path("rel").asString().equals("next")) {
          path = link.path("href").asString();
        }
      }
    }
    assertThat(ids).containsExactly("\"id 0\"", "1", "\"id 2\"", "3", "\"id 4\"");
  }

  @Test
  void aBoxInDegreesFindsFeaturesStoredInMetres() throws Exception {
    JsonNode page = json("/v1/collections/mercator/items?bbox=9.5,-90,10.5,90");
    assertThat(page.path("features")).hasSize(1);
    assertThat(page.path("features").get(0).path("geometry").path("coordinates").toString())
        .isEqualTo("[10,0]");
    assertThat(json("/v1/collections/mercator").path("bbox").get(2).asDouble())
        .isBetween(49.999999, 50.000001);
  }

  @Test
  void aBoxOverThePoleFindsAllThatIsInItAndNothingElse() throws Exception {
    Transform polar =
        Transform.between(CrsCatalog.crs84(), CrsCatalog.standard().get(CrsCode.epsg(3413)));
    var rows = new ArrayList<FeatureRow>();
    int inside = 0;
    // By the degree, where no sample of the box is: the circle bulges between samples.
    for (int longitude = -180; longitude < 180; longitude++) {
      for (double latitude : new double[] {60.001, 75, 59.9, 40}) {
        double[] at = {longitude + 0.5, latitude};
        assertThat(polar.apply(at, 0, 1, 2)).isNegative();
        rows.add(point(rows.size(), at[0], at[1], "{}"));
        inside += latitude > 60 ? 1 : 0;
      }
    }
    put("ice", 3413, rows, Bounds.NONE);
    int found = 0;
    String path = "/v1/collections/ice/items?limit=1000&bbox=-180,60,180,90";
    while (!path.isEmpty()) {
      JsonNode page = json(path);
      found += page.path("features").size();
      assertThat(page.path("numberReturned").asInt()).isEqualTo(page.path("features").size());
      path = "";
      for (JsonNode link : page.path("links")) {
        if (link.path("rel").asString().equals("next")) {
          path = link.path("href").asString();
        }
      }
    }
    assertThat(found).isEqualTo(inside);
  }

  @Test
  void aPageThatFillsTheMemoryWaitsForItsReaderAloneAndOthersAreToldToComeAgain() throws Exception {
    int share = Math.toIntExact(Runtime.getRuntime().maxMemory() / 8);
    byte[] large = new byte[share + 1];
    Arrays.fill(large, (byte) ' ');
    large[0] = '{';
    large[share] = '}';
    var row = new FeatureRow(0, null, null, Bounds.NONE, large);
    put("large", 4326, List.of(row), Bounds.NONE);
    String large1 = "/v1/collections/large/items";
    try (var slow = new RawHttp(server.http.base())) {
      slow.say("GET " + large1 + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(slow.status()).isEqualTo(200);
      HttpResponse<String> other = server.get("/v1/collections/parcels/items");
      assertThat(other.statusCode()).isEqualTo(503);
      assertThat(other.body()).contains("collection.busy");
      assertThat(other.headers().firstValue("Retry-After")).hasValue("1");
    }
    long deadline = System.nanoTime() + TestServer.PATIENCE.toNanos();
    while (server.get("/v1/collections/parcels/items").statusCode() != 200) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  @Test
  void badBoxesAndCursorsAreRefused() throws Exception {
    String items = "/v1/collections/parcels/items";
    for (String box :
        List.of("1,2,3", "a,b,c,d", "170,0,-170,1", "0,1,1,0", "0,0,NaN,1", "0,0,1,91")) {
      assertThat(server.get(items + "?bbox=" + box).body()).as(box).contains("query.invalid");
    }
    assertThat(server.get(items + "?bbox=170,0,-170,1").body()).contains("two halves");
    assertThat(server.get(items + "?cursor=x").body()).contains("cursor.invalid");
    assertThat(server.get(items + "?limit=100000").body()).contains("from 1 to 1000");
    assertThat(server.get("/v1/collections/nope/items").body()).contains("collection.unknown");
  }

  @Test
  void collectionsAreListedInPages() throws Exception {
    JsonNode first = json("/v1/collections?limit=1");
    assertThat(first.path("collections").get(0).path("id").asString()).isEqualTo("mercator");
    JsonNode rest = json(first.path("links").path("next").asString());
    assertThat(rest.path("collections").get(0).path("id").asString()).isEqualTo("parcels");
    assertThat(rest.path("collections").get(0).path("generation").asLong()).isEqualTo(3);
  }

  @Test
  void anUnknownSystemIsSaidRatherThanServedWrong() throws Exception {
    put("odd", 999_999, List.of(), Bounds.NONE);
    HttpResponse<String> odd = server.get("/v1/collections/odd/items");
    assertThat(odd.statusCode()).isEqualTo(501);
    assertThat(odd.body()).contains("collection.crs_unsupported", "EPSG:999999");
    assertThat(json("/v1/collections/odd").path("bbox").isNull()).isTrue();
  }
}
