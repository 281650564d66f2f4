package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.crs.CrsCatalog;
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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OgcTest {
  private static final double MERCATOR_DEGREE = 111319.49079327357;
  private static final String EPSG = "http://www.opengis.net/def/crs/EPSG/0/";

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(folder);
    put("places", 4326, List.of(point(0, 10, 50, "{}"), point(1, 179, -20, "{}")));
    put("mercator", 3857, List.of(point(0, 10 * MERCATOR_DEGREE, 0, "{}")));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void put(String id, int epsg, List<FeatureRow> rows) {
    Bounds all = rows.stream().map(FeatureRow::bounds).reduce(Bounds.NONE, Bounds::with);
    var srs = new Srs("EPSG", epsg, "x", "x");
    server.features.put(
        new Described(
            id, 3, rows.size(), all, srs, Instant.EPOCH, JobId.next(InstantSource.system())),
        rows);
  }

  private static FeatureRow point(int item, double x, double y, String properties) {
    ByteBuffer wkb = ByteBuffer.allocate(21).order(ByteOrder.LITTLE_ENDIAN);
    wkb.put((byte) 1).putInt(1).putDouble(x).putDouble(y);
    return new FeatureRow(
        item,
        Integer.toString(item),
        wkb.array(),
        new Bounds(x, y, x, y),
        properties.getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = server.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonMapper().readTree(answer.body());
  }

  private List<String> hrefs(String path, String rel) throws Exception {
    var found = new ArrayList<String>();
    for (JsonNode link : json(path).path("links")) {
      if (link.path("rel").asString().equals(rel)) {
        found.add(link.path("href").asString());
      }
    }
    return found;
  }

  private String coordinates(String path) throws Exception {
    JsonNode features = json(path).path("features");
    assertThat(features).hasSize(1);
    return features.get(0).path("geometry").path("coordinates").toString();
  }

  @Test
  void theLandingPageLeadsToEverythingElse() throws Exception {
    String base = server.http.base().toString().replaceAll("/$", "");
    for (String rel : new String[] {"self", "service-desc", "conformance", "data"}) {
      List<String> hrefs = hrefs("/ogc", rel);
      assertThat(hrefs).as(rel).hasSize(1).allMatch(href -> href.startsWith(base + "/ogc"));
      json(hrefs.getFirst().substring(base.length()));
    }
    assertThat(json("/ogc/conformance").path("conformsTo").toString())
        .contains("ogcapi-features-1/1.0/conf/core", "ogcapi-features-1/1.0/conf/geojson")
        .contains("ogcapi-features-1/1.0/conf/oas30", "ogcapi-features-2/1.0/conf/crs");
    JsonNode api = json("/ogc/api");
    assertThat(api.path("openapi").asString()).startsWith("3.0");
    assertThat(api.path("servers").get(0).path("url").asString()).isEqualTo(base + "/ogc");
    assertThat(
            api.path("components").path("parameters").path("limit").path("schema").path("maximum"))
        .hasToString("10000");
    assertThat(server.get("/ogc/api").headers().firstValue("Content-Type"))
        .hasValue("application/vnd.oai.openapi+json;version=3.0");
  }

  @Test
  void collectionsSayWhereTheyAreAndInWhichSystemsTheyCanBeHad() throws Exception {
    JsonNode all = json("/ogc/collections");
    assertThat(all.path("collections")).hasSize(2);
    assertThat(all.path("collections").get(0).path("crs").toString()).isEqualTo("[\"#/crs\"]");
    assertThat(all.path("crs")).hasSize(CrsCatalog.standard().systems().size());
    JsonNode one = json("/ogc/collections/places");
    assertThat(one.path("storageCrs").asString()).endsWith("/OGC/1.3/CRS84");
    assertThat(one.path("crs").get(0).asString()).endsWith("/OGC/1.3/CRS84");
    assertThat(one.path("crs").toString()).contains(EPSG + "4326\"", EPSG + "3857\"");
    assertThat(one.path("extent").path("spatial").path("bbox").get(0).get(2).asDouble())
        .isEqualTo(179);
    assertThat(json("/ogc/collections/mercator").path("storageCrs").asString())
        .isEqualTo(EPSG + "3857");
    assertThat(hrefs("/ogc/collections/places", "items").getFirst())
        .endsWith("/ogc/collections/places/items");
    assertThat(server.get("/ogc/collections/none").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "'', OGC/1.3/CRS84, '[10,50]'",
    "http://www.opengis.net/def/crs/OGC/1.3/CRS84, OGC/1.3/CRS84, '[10,50]'",
    "http://www.opengis.net/def/crs/EPSG/0/4326, EPSG/0/4326, '[50,10]'",
    "http://www.opengis.net/def/crs/EPSG/0/3857, EPSG/0/3857, '[1113194.9079327,6446275.8410172]'",
    "http://www.opengis.net/def/crs/EPSG/0/3035, EPSG/0/3035, '[2987510.5669649,4321000]'",
    "http://www.opengis.net/def/crs/EPSG/0/32632, EPSG/0/32632, '[571666.4475034,5539109.8152988]'",
  })
  void coordinatesComeInTheOrderOfTheirSystem(String crs, String content, String coordinates)
      throws Exception {
    String path =
        "/ogc/collections/places/items?bbox=9,49,11,51" + (crs.isEmpty() ? "" : "&crs=" + crs);
    assertThat(coordinates(path)).isEqualTo(coordinates);
    assertThat(server.get(path).headers().firstValue("Content-Crs"))
        .hasValue("<http://www.opengis.net/def/crs/" + content + ">");
    assertThat(
            json("/ogc/collections/places/items/0" + (crs.isEmpty() ? "" : "?crs=" + crs))
                .path("geometry")
                .path("coordinates")
                .toString())
        .isEqualTo(coordinates);
  }

  @Test
  void aBoxIsReadInTheOrderOfItsSystem() throws Exception {
    String items = "/ogc/collections/places/items?bbox=";
    assertThat(coordinates(items + "49,9,51,11&bbox-crs=" + EPSG + "4326")).isEqualTo("[10,50]");
    assertThat(json(items + "9,49,11,51&bbox-crs=" + EPSG + "4326").path("features")).isEmpty();
    assertThat(coordinates(items + "1113190,6446270,1113200,6446280&bbox-crs=" + EPSG + "3857"))
        .isEqualTo("[10,50]");
    assertThat(coordinates(items + "2987500,4320990,2987520,4321010&bbox-crs=" + EPSG + "3035"))
        .isEqualTo("[10,50]");
    assertThat(coordinates("/ogc/collections/mercator/items?bbox=9.9,-1,10.1,1"))
        .isEqualTo("[10,0]");
    assertThat(coordinates(items + "9,49,0,11,51,100")).isEqualTo("[10,50]");
  }

  @Test
  void aBoxMayCrossTheAntimeridian() throws Exception {
    assertThat(coordinates("/ogc/collections/places/items?bbox=170,-30,-170,-10"))
        .isEqualTo("[179,-20]");
    assertThat(json("/ogc/collections/places/items?bbox=-170,-30,170,-10").path("features"))
        .isEmpty();
  }

  @Test
  void aShapeWhoseBoxMeetsButWhichItselfDoesNotIsNotFound() throws Exception {
    // A diagonal from (0, 0) to (10, 10).
    ByteBuffer wkb = ByteBuffer.allocate(41).order(ByteOrder.LITTLE_ENDIAN);
    wkb.put((byte) 1).putInt(2).putInt(2);
    wkb.putDouble(0).putDouble(0).putDouble(10).putDouble(10);
    byte[] none = "{}".getBytes(StandardCharsets.UTF_8);
    put(
        "lines",
        4326,
        List.of(new FeatureRow(0, null, wkb.array(), new Bounds(0, 0, 10, 10), none)));
    String items = "/ogc/collections/lines/items?bbox=";
    assertThat(json(items + "1,8,2,9").path("features")).isEmpty();
    assertThat(json(items + "4,4,5,9").path("features")).hasSize(1);
  }

  @Test
  void timesOfFeaturesAreInstantsDaysAndIntervals() throws Exception {
    put(
        "times",
        4326,
        List.of(
            point(0, 0, 0, "{\"datetime\":\"2026-03-01T12:00:00+02:00\"}"),
            point(1, 1, 0, "{\"date\":\"2026-03-02\"}"),
            point(2, 2, 0, "{\"start_datetime\":\"2026-03-03T00:00:00Z\",\"end_datetime\":null}"),
            point(3, 3, 0, "{\"datetime\":\"yesterday\"}"),
            point(4, 4, 0, "null")));
    assertThat(ids("2026-03-01T10:00:00Z")).containsExactly(0);
    assertThat(ids("2026-03-01")).containsExactly(0);
    assertThat(ids("2026-03-02T23:59:59Z/2026-03-02T23:59:59Z")).containsExactly(1);
    assertThat(ids("2026-03-02/..")).containsExactly(1, 2);
    assertThat(ids("/2026-03-02")).containsExactly(0, 1);
    assertThat(ids("2026-04-01T00:00:00Z")).containsExactly(2);
  }

  private List<Integer> ids(String datetime) throws Exception {
    var ids = new ArrayList<Integer>();
    json("/ogc/collections/times/items?datetime=" + datetime)
        .path("features")
        .forEach(feature -> ids.add(feature.path("id").asInt()));
    return ids;
  }

  @Test
  void linksOfAPageKeepWhatWasAsked() throws Exception {
    String path = "/ogc/collections/places/items?limit=1&crs=" + EPSG + "4326&name=a%26b";
    assertThat(hrefs(path, "self").getFirst())
        .endsWith(
            "?limit=1&crs=http%3A%2F%2Fwww.opengis.net%2Fdef%2Fcrs%2FEPSG%2F0%2F4326&name=a%26b");
    String items = "/ogc/collections/places/items?limit=1";
    assertThat(hrefs(items, "next").getFirst()).endsWith("?limit=1&cursor=1");
    assertThat(hrefs(items + "&cursor=1", "next")).isEmpty();
    assertThat(json(items + "&cursor=1").path("features").get(0).path("id").asInt()).isEqualTo(1);
    assertThat(json(items).path("numberMatched").asInt()).isEqualTo(2);
    assertThat(json(items + "&bbox=0,0,1,1").has("numberMatched")).isFalse();
    assertThat(json("/ogc/collections/places/items?limit=99999").path("features")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0",
    "limit=x",
    "'bbox=1,2,3'",
    "'bbox=1,2,3,x'",
    "'bbox=1,5,2,3'",
    "crs=EPSG:1",
    "bbox-crs=nonsense",
    "datetime=yesterday",
    "datetime=2026-01-02/2026-01-01",
    "cursor=%20",
    "'bbox=5,0,1,1&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/3857'",
    "limit=1&limit=2",
  })
  void whatCannotBeReadIsRefusedWithAReason(String query) throws Exception {
    HttpResponse<String> answer =
        server.get("/ogc/collections/places/items?" + query.replace(" ", "%20"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }
}
