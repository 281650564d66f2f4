package dev.penstock.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsCode;
import dev.penstock.geojson.FeatureSpan;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;

/** Transforms, measures and foreign members, from the bytes of a feature to its row. */
class FeatureTransformsTest {
  private static final Crs WGS84 = CrsCatalog.crs84();
  private static final Crs MERCATOR = CrsCatalog.standard().get(CrsCode.epsg(3857));
  private static final String SQUARE =
      "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}";

  private static InputValues values(String... inputs) {
    Map<String, List<String>> given = new LinkedHashMap<>();
    for (String input : inputs) {
      String[] parts = input.split("=", 2);
      given.put(parts[0], List.of(parts[1]));
    }
    return ((Inputs.Reading.Accepted) GeometryInputs.DECLARED.read(given)).values();
  }

  private static Refined refine(String text, Crs target, String... inputs)
      throws InterruptedException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var refiner =
        new FeatureRefiner(
            GeometryInputs.of(values(inputs)),
            WGS84,
            target,
            new ColumnTally(),
            new Headroom(1_000_000, 1));
    return refiner.refine(bytes, 0, new FeatureSpan(0, bytes.length, 0, 0));
  }

  private static Refined.Kept kept(String geometry, Crs target, String... inputs)
      throws InterruptedException {
    String text =
        "{\"type\":\"Feature\",\"properties\":{\"a\":1.50},\"geometry\":" + geometry + "}";
    return (Refined.Kept) refine(text, target, inputs);
  }

  private static Geometry geometry(Refined.Kept kept) throws ParseException {
    WkbBuffer wkb = Objects.requireNonNull(kept.geometry());
    return new WKBReader().read(Arrays.copyOf(wkb.bytes(), wkb.size()));
  }

  private static String properties(Refined.Kept kept) {
    var slice = kept.properties();
    return new String(slice.bytes(), slice.from(), slice.length(), StandardCharsets.UTF_8);
  }

  @Test
  void whatASimplificationBreaksIsRepairedAndCounted() throws Exception {
    // Thin waves, sampled otherwise on their way back: simplified, the sides cross.
    var random = new Random(7);
    int mended = 0;
    for (int round = 0; round < 100; round++) {
      String ring = wave(random);
      String polygon = "{\"type\":\"Polygon\",\"coordinates\":[[" + ring + "]]}";
      double tolerance = 0.1 + 2 * random.nextDouble();
      for (String method : List.of("douglas-peucker", "visvalingam", "topology")) {
        String text = "{\"type\":\"Feature\",\"properties\":{},\"geometry\":" + polygon + "}";
        Refined refined = refine(text, WGS84, "simplify=" + tolerance, "simplify-method=" + method);
        if (refined instanceof Refined.Kept one) {
          assertThat(geometry(one).isValid()).as("%d %s", round, method).isTrue();
          mended += one.notes().contains("repair.transform") ? 1 : 0;
        }
      }
    }
    assertThat(mended).as("polygons that had to be mended").isPositive();
  }

  private static String wave(Random random) {
    var ring = new StringBuilder();
    double shift = random.nextDouble();
    for (double x = 0; x < 20; x += 0.5) {
      ring.append("[%s,%s],".formatted(x, 3 * Math.sin(x)));
    }
    for (double x = 19.5 + shift / 2; x > 0.5; x -= 0.4) {
      ring.append("[%s,%s],".formatted(x, 3 * Math.sin(x) + 0.15));
    }
    return ring.append("[0.0,0.0]").toString();
  }

  @Test
  void transformsComeBehindTheRepairAndTheChangeOfSystem() throws Exception {
    String bowtie = "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}";
    var kept = kept(bowtie, MERCATOR, "clip=0,0,111319.49079327358,1000000");
    assertThat(kept.repaired()).isTrue();
    assertThat(geometry(kept).getEnvelopeInternal().getMaxX())
        .isEqualTo(111319.49079327358, within(1e-6));
    assertThat(geometry(kept).isValid()).isTrue();
  }

  @Test
  void aClipThatLeavesNothingIsAReject() throws Exception {
    var refused = (Refined.Refused) refine(SQUARE, WGS84, "clip=5,5,6,6");
    assertThat(refused.reject().problem().code()).isEqualTo("geometry.transform_empty");
  }

  @Test
  void longEdgesAreBentByAProjectionOnceTheyAreDense() throws Exception {
    String line = "{\"type\":\"LineString\",\"coordinates\":[[0,0],[0,80]]}";
    Geometry dense = geometry(kept(line, MERCATOR, "densify=10"));
    assertThat(dense.getNumPoints()).isEqualTo(9);
    assertThat(dense.getCoordinates()[4].y).isEqualTo(4865942.279503176, within(1e-6));
  }

  @Test
  void heightsStayThroughSimplificationAndClipping() throws Exception {
    String line = "{\"type\":\"LineString\",\"coordinates\":[[0,0,1],[1,0,2],[2,0,3]]}";
    Geometry simple = geometry(kept(line, WGS84, "simplify=0.1"));
    assertThat(simple.getCoordinates()).hasSize(2);
    assertThat(simple.getCoordinates()[1].getZ()).isEqualTo(3);
    Geometry clipped = geometry(kept(line, WGS84, "clip=0.5,-1,5,1"));
    assertThat(clipped.getCoordinates()[0].getZ()).isEqualTo(1.5);
  }

  @Test
  void areasAndLengthsAreThoseOfTheEllipsoid() throws Exception {
    // GeographicLib's Planimeter: a degree by a degree at the equator.
    var kept = kept(SQUARE, MERCATOR, "measure=geodesic");
    assertThat(properties(kept))
        .startsWith("{\"a\":1.50,\"area_m2\":12308778361.469,\"perimeter_m\":443770.917");
    String line = "{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,0]]}";
    assertThat(properties(kept(line, WGS84, "measure=geodesic")))
        .isEqualTo("{\"a\":1.50,\"length_m\":111319.491}");
    String point = "{\"type\":\"Point\",\"coordinates\":[0,0]}";
    assertThat(properties(kept(point, WGS84, "measure=geodesic"))).isEqualTo("{\"a\":1.50}");
  }

  @Test
  void aHoleIsNoArea() throws Exception {
    String holed =
        SQUARE
            .replace(
                "]]]", "],[0,0]],[[0.25,0.25],[0.25,0.75],[0.75,0.75],[0.75,0.25],[0.25,0.25]]]")
            .replace("[0,0],[0,0]],", "[0,0]],");
    String all = properties(kept(holed, WGS84, "measure=geodesic"));
    double area = Double.parseDouble(all.replaceAll(".*area_m2\":([0-9.]+).*", "$1"));
    assertThat(area).isEqualTo(12308778361.469 * 0.75, within(2e5));
  }

  @Test
  void aQuadkeyIsTheTileOfTheMiddle() throws Exception {
    // The example of the tile system's own description: tile (3, 5) of level 3.
    assertThat(Quadkey.of(-30, -60, 3)).isEqualTo("213");
    assertThat(
            properties(
                kept("{\"type\":\"Point\",\"coordinates\":[-30,-60]}", MERCATOR, "quadkey=3")))
        .isEqualTo("{\"a\":1.50,\"quadkey\":\"213\"}");
  }

  @Test
  void foreignMembersGoBehindThePropertiesWithTheirBytes() throws Exception {
    String text =
        "{\"type\":\"Feature\",\"title\":\"\\u00e4\",\"properties\":{ \"a\":1.50 },\"a\":[1,2.0e1],"
            + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}";
    assertThat(properties((Refined.Kept) refine(text, WGS84)))
        .isEqualTo("{ \"a\":1.50,\"title\":\"\\u00e4\",\"a_\":[1,2.0e1]}");
    String none = "{\"type\":\"Feature\",\"x\":7,\"properties\":null,\"geometry\":null}";
    assertThat(properties((Refined.Kept) refine(none, WGS84))).isEqualTo("{\"x\":7}");
    String empty = "{\"type\":\"Feature\",\"x\":7,\"properties\":{ },\"geometry\":null}";
    assertThat(properties((Refined.Kept) refine(empty, WGS84))).isEqualTo("{\"x\":7}");
  }

  @Test
  void aSystemThatIsNotVerifiedNeedsSomebodyWhoSaysSo() {
    Map<String, List<String>> given = new LinkedHashMap<>(Map.of("to-crs", List.of("EPSG:31467")));
    var refused = (Inputs.Reading.Refused) GeometryInputs.DECLARED.read(given);
    assertThat(refused.problems().getFirst().code()).isEqualTo("crs.unsupported");
    assertThat(refused.problems().getFirst().detail()).contains("allow-unverified-crs=true");
    given.put("allow-unverified-crs", List.of("true"));
    var taken = (Inputs.Reading.Accepted) GeometryInputs.DECLARED.read(given);
    assertThat(GeometryInputs.of(taken.values()).to().orElseThrow().code().code())
        .isEqualTo("31467");
  }
}
