package dev.penstock.geojson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeatureReaderTest {
  private static final ReadLimits SMALL = new ReadLimits(10, 3, 16, 5);

  private final FeatureReader reader = new FeatureReader(ReadLimits.DEFAULT);

  private FeatureDraft read(String text) {
    return read(reader, text);
  }

  private static FeatureDraft read(FeatureReader reader, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return reader.read(bytes, 0, bytes.length, 0, 0);
  }

  private static String feature(String type, String coordinates) {
    return "{\"type\":\"Feature\",\"geometry\":{\"type\":\""
        + type
        + "\",\"coordinates\":"
        + coordinates
        + "},\"properties\":null}";
  }

  private static double[] ordinates(FlatGeometry geometry) {
    return Arrays.copyOf(geometry.ordinates(), geometry.positions() * geometry.dimension());
  }

  @Test
  void aMultiPolygonIsFlat() {
    FlatGeometry geometry =
        read(feature(
                "MultiPolygon",
                "[[[[0,0],[9,0],[9,9],[0,0]],[[1,1],[2,2],[2,1],[1,1]]],[[[20,20],[21,20],[21,21],"
                    + "[20,20]]]]"))
            .geometry();
    assertThat(geometry.nodes()).isEqualTo(1);
    assertThat(geometry.kind(0)).isEqualTo(GeometryKind.MULTI_POLYGON);
    assertThat(List.of(geometry.firstPart(0), geometry.lastPart(0))).containsExactly(0, 2);
    assertThat(List.of(geometry.firstSequence(0), geometry.lastSequence(0))).containsExactly(0, 2);
    assertThat(List.of(geometry.firstSequence(1), geometry.lastSequence(1))).containsExactly(2, 3);
    assertThat(List.of(geometry.firstPosition(2), geometry.lastPosition(2))).containsExactly(8, 12);
    assertThat(ordinates(geometry)).startsWith(0, 0, 9, 0).endsWith(21, 21, 20, 20);
  }

  @Test
  void aCollectionIsATree() {
    FlatGeometry geometry =
        read("{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"MultiLineString\","
                + "\"coordinates\":[[[1,2],[3,4]],[[5,6],[7,8]]]},{\"type\":\"GeometryCollection\","
                + "\"geometries\":[{\"type\":\"Point\",\"coordinates\":[9,9]}]},"
                + "{\"type\":\"MultiPoint\",\"coordinates\":[[1,1],[2,2]]}]}")
            .geometry();
    assertThat(geometry.nodes()).isEqualTo(5);
    List<Integer> ends = new ArrayList<>();
    List<Integer> parts = new ArrayList<>();
    for (int node = 0; node < 5; node++) {
      ends.add(geometry.nodeEnd(node));
      parts.add(geometry.lastPart(node) - geometry.firstPart(node));
    }
    assertThat(ends).containsExactly(5, 2, 4, 4, 5);
    assertThat(parts).containsExactly(4, 2, 1, 1, 1);
    assertThat(geometry.positions()).isEqualTo(7);
  }

  @Test
  void propertiesKeepTheirExactBytes() {
    String properties =
        "{ \"b\": 1.50, \"a\\u0041\":\"Zürich\\n\" ,\"c\":[1,{}],\"d\":12345678901234567890}";
    byte[] text =
        ("  {\"type\":\"Feature\",\"id\":\"é\\u0041\",\"geometry\":null,\"properties\":"
                + properties
                + "} ")
            .getBytes(StandardCharsets.UTF_8);
    FeatureDraft draft = reader.read(text, 0, text.length, 0, 7);
    JsonSlice slice = Objects.requireNonNull(draft.properties());
    assertThat(new String(text, slice.from(), slice.to() - slice.from(), StandardCharsets.UTF_8))
        .isEqualTo(properties);
    List<String> seen = new ArrayList<>();
    draft.forEachProperty(
        (name, kind, from, to) ->
            seen.add(name + " " + kind + " " + JsonText.scalar(text, kind, from, to)));
    assertThat(seen)
        .containsExactly(
            "b DECIMAL 1.50",
            "aA STRING Zürich\n",
            "c ARRAY [1,{}]",
            "d INTEGER 12345678901234567890");
    assertThat(draft.idText()).isEqualTo("éA");
    assertThat(draft.isLocated()).isFalse();
    assertThat(draft.rejected()).isFalse();
  }

  @Test
  void aNumberAsIdKeepsItsDigits() {
    FeatureDraft draft =
        read("{\"type\":\"Feature\",\"id\":1.00,\"geometry\":null,\"properties\":{}}");
    assertThat(draft.idText()).isEqualTo("1.00");
  }

  @Test
  void aDefectNamesItsPlace() {
    String text =
        feature("MultiPolygon", "[[[[0,0],[9,0],[9,9],[0,0]]],[[[1,1],[2,1],[2,2],[1,5]]]]");
    Defect defect = read(text).defects().getFirst();
    assertThat(defect.rule()).isEqualTo(Rule.RING_NOT_CLOSED);
    assertThat(defect.path()).isEqualTo("/geometry/coordinates/1/0/3");
    assertThat(defect.byteOffset()).isEqualTo(text.indexOf("[1,5]"));
    assertThat(defect.x()).isEqualTo(1);
    assertThat(defect.y()).isEqualTo(5);
    assertThat(read(text).repairable()).isTrue();
    assertThat(read(text).geometry().isOpenRing(1)).isTrue();
    assertThat(read(text).geometry().isOpenRing(0)).isFalse();
  }

  @Test
  void aDefectInsideACollectionNamesItsPlace() {
    String text =
        "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[1,2]},"
            + "{\"type\":\"Point\",\"coordinates\":[200,2]},{\"type\":\"LineString\",\"coordinates\":"
            + "[[1,1],[\"x\",2]]}]}";
    List<Defect> defects = read(text).defects();
    assertThat(defects.stream().map(Defect::path))
        .containsExactly("/geometries/1/coordinates", "/geometries/2/coordinates/1");
    assertThat(defects.getFirst().byteOffset()).isEqualTo(text.indexOf("[200"));
    assertThat(defects.get(1).byteOffset()).isEqualTo(text.indexOf("\"x\""));
  }

  @Test
  void windingIsReportedPerRing() {
    FeatureDraft draft =
        read(feature("Polygon", "[[[0,0],[9,0],[9,9],[0,0]],[[2,1],[3,1],[3,2],[2,1]]]"));
    assertThat(draft.geometry().isReversedRing(0)).isFalse();
    assertThat(draft.geometry().isReversedRing(1)).isTrue();
    assertThat(draft.rejected() || draft.repairable()).isFalse();
  }

  @Test
  void heightsAreDroppedWhereSomeAreMissing() {
    FlatGeometry late = read(feature("LineString", "[[1,2],[3,4,5],[6,7]]")).geometry();
    assertThat(ordinates(late)).containsExactly(1, 2, 3, 4, 6, 7);
    FlatGeometry early = read(feature("LineString", "[[1,2,9],[3,4],[6,7,9]]")).geometry();
    assertThat(ordinates(early)).containsExactly(1, 2, 3, 4, 6, 7);
    FlatGeometry all = read(feature("LineString", "[[1,2,9],[3,4,9,9]]")).geometry();
    assertThat(ordinates(all)).containsExactly(1, 2, 9, 3, 4, 9);
  }

  @Test
  void tooManyVerticesAreAReject() {
    FeatureReader small = new FeatureReader(SMALL);
    String ten = "[0,0]" + ",[1,1]".repeat(9);
    assertThat(read(small, feature("LineString", "[" + ten + "]")).rejected()).isFalse();
    FeatureDraft draft = read(small, feature("LineString", "[" + ten + ",[2,2]]"));
    assertThat(draft.defectCount(Rule.TOO_MANY_VERTICES)).isOne();
    assertThat(draft.rejected()).isTrue();
  }

  @Test
  void tooManyPropertiesAndTooDeepNestingAreRejects() {
    FeatureReader small = new FeatureReader(SMALL);
    String start =
        "{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"a\":1,\"b\":2,\"c\":3";
    assertThat(read(small, start + "}}").rejected()).isFalse();
    assertThat(read(small, start + ",\"d\":4}}").defectCount(Rule.TOO_MANY_PROPERTIES)).isOne();
    String deep = "{\"type\":\"Feature\",\"a\":" + "[".repeat(100_000) + "}";
    assertThat(read(deep).defectCount(Rule.TOO_DEEP)).isOne();
    String collections = "{\"type\":\"GeometryCollection\",\"geometries\":[".repeat(100_000) + "}";
    assertThat(read(collections).defectCount(Rule.TOO_DEEP)).isOne();
  }

  @Test
  void defectsAreCappedButCountedAndErrorsStay() {
    FeatureReader small = new FeatureReader(SMALL);
    String clockwise = "[[[0,0],[0,1],[1,1],[0,0]]]";
    String text =
        feature("MultiPolygon", "[" + (clockwise + ",").repeat(2) + "[[[\"x\",1],[0,1],[1]]]]");
    FeatureDraft draft = read(small, text);
    assertThat(draft.defectCount()).isEqualTo(4);
    String lines = feature("MultiLineString", "[" + "[[999,1]],".repeat(5) + "[[999,1]]]");
    draft = read(new FeatureReader(new ReadLimits(100, 3, 16, 5)), lines);
    assertThat(draft.defectCount(Rule.LINE_TOO_SHORT)).isEqualTo(6);
    assertThat(draft.defectCount()).isEqualTo(12);
    assertThat(draft.defects()).hasSize(5);
    assertThat(draft.defects().stream().map(Defect::rule)).containsOnly(Rule.LINE_TOO_SHORT);
  }

  @Test
  void aDraftForgetsTheFeatureBefore() {
    read(
        "{\"type\":\"Feature\",\"id\":1,\"bbox\":[1,2,3,4],\"geometry\":{\"type\":\"Point\","
            + "\"coordinates\":[1]},\"properties\":{\"a\":1}}");
    FeatureDraft draft = read("{\"type\":\"Feature\",\"geometry\":null,\"properties\":null}");
    assertThat(draft.defects()).isEmpty();
    assertThat(draft.id()).isNull();
    assertThat(draft.bbox()).isNull();
    assertThat(draft.properties()).isNull();
    assertThat(draft.propertyCount()).isZero();
    assertThat(draft.geometry().nodes()).isZero();
  }

  @Test
  void theFeaturesBboxIsRead() {
    assertThat(
            read("{\"type\":\"Feature\",\"bbox\":[ -1 , 2.5,3,4 ],\"geometry\":null,\"properties\":{}}")
                .bbox())
        .containsExactly(-1, 2.5, 3, 4);
  }

  @Test
  void whatFollowsAFeatureInTheBufferIsNeverRead() {
    byte[] text = feature("LineString", "[[1,2],[3,4]]").getBytes(StandardCharsets.UTF_8);
    Random random = new Random(13);
    for (int round = 0; round < Rounds.of(50_000); round++) {
      byte[] damaged = text.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        String likely = "{}[]\",:\\ 0e-.\n";
        damaged[random.nextInt(damaged.length)] =
            (byte) (random.nextBoolean() ? likely.charAt(random.nextInt(14)) : random.nextInt(256));
      }
      byte[] followed = Arrays.copyOf(damaged, damaged.length + 30);
      Arrays.fill(followed, damaged.length, followed.length, (byte) "1]}\", [".charAt(round % 7));
      List<Defect> alone = reader.read(damaged, 0, damaged.length, 5, 0).defects();
      List<Defect> among = reader.read(followed, 0, damaged.length, 5, 0).defects();
      assertThat(among).isEqualTo(alone);
    }
  }
}
