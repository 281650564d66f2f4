package dev.penstock.geojson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureCutterTest {
  private static final String POINT = "{\"type\":\"Point\",\"coordinates\":[1,2]}";
  private static final String FEATURE =
      "{\"type\":\"Feature\",\"geometry\":" + POINT + ",\"properties\":{}}";
  private static final String BOM = "\uFEFF";

  private static String collection(String... features) {
    return "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | geojson.empty",
        "` \n\t ` | geojson.empty",
        "<html></html> | json.syntax",
        "NaN | json.syntax",
        "nul | json.truncated",
        "5 | geojson.unknown_type",
        "\"x\" | geojson.unknown_type",
        "[1,2] | geojson.unknown_type",
        "[1,2 | json.truncated",
        "[1,2} | json.syntax",
        "{} | geojson.unknown_type",
        "{\"type\":\"Topology\"} | geojson.unknown_type",
        "{\"type\":5} | geojson.unknown_type",
        "{\"type\":\"FeatureCollection\"} | geojson.features_missing",
        "{\"type\":\"FeatureCollection\",\"features\":{}} | geojson.features_missing",
        "{\"features\":null,\"type\":\"FeatureCollection\"} | geojson.features_missing",
        "{\"features\":[]} | geojson.unknown_type",
        "{\"features\":[],\"type\":\"Feature\"} | geojson.unknown_type",
        "{\"type\":\"FeatureCollection\",\"features\":[],\"features\":[]} | json.duplicate_member",
        "{\"type\":\"FeatureCollection\",\"features\":[],\"type\":\"x\"} | json.duplicate_member",
        "{\"type\":\"FeatureCollection\",\"features\":[]} x | json.trailing",
        "{\"type\":\"FeatureCollection\",\"features\":[]}} | json.trailing",
        "{\"type\":\"FeatureCollection\",\"features\":[NaN]} | json.syntax",
        "{\"type\":\"FeatureCollection\",\"features\":[1,]} | json.syntax",
        "{\"type\":\"FeatureCollection\",\"features\":[1 2]} | json.syntax",
        "{\"type\":\"FeatureCollection\",\"features\":[{]}]} | json.syntax",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"a\":[1} | json.syntax",
        "{\"type\":\"FeatureCollection\",\"a\":Infinity,\"features\":[]} | json.syntax",
        "{\"a\":-Infinity,\"type\":\"FeatureCollection\",\"features\":[]} | json.syntax",
        "{\"type\":\"FeatureCollection\",\"features\":[],} | json.syntax",
        "{\"type\":\"FeatureCollection\" \"features\":[]} | json.syntax",
        "{\"type\":\"FeatureCollection\",\"a\":\"\\x\",\"features\":[]} | json.syntax",
        "{\"type\":\"FeatureCollection\",\"a\":01,\"features\":[]} | json.syntax",
        "{\"type\":\"Feature\",\"geometry\":null,\"properties\":nul} | json.syntax",
      })
  void whatIsNoGeoJsonFailsWithItsCode(String text, String code) {
    for (int size : new int[] {16, 17, 4096}) {
      assertThat(Cuts.of(text.getBytes(StandardCharsets.UTF_8), size).code()).isEqualTo(code);
    }
  }

  @Test
  void theFormIsTold() {
    assertThat(Cuts.of(collection()).endOrFail().form()).isEqualTo(DocumentForm.COLLECTION);
    assertThat(Cuts.of(FEATURE).endOrFail().form()).isEqualTo(DocumentForm.FEATURE);
    assertThat(Cuts.of(POINT).endOrFail().form()).isEqualTo(DocumentForm.GEOMETRY);
    assertThat(Cuts.of(FEATURE + "\n" + POINT).endOrFail().form()).isEqualTo(DocumentForm.LINES);
    assertThat(Cuts.of("\u001e" + FEATURE + "\n").endOrFail().form())
        .isEqualTo(DocumentForm.SEQUENCE);
  }

  @Test
  void namesInsidePropertiesAreNoMembers() {
    String trap =
        "{\"type\":\"Feature\",\"properties\":{\"features\":[{\"a\":1},{\"b\":2}],"
            + "\"coordinates\":[[9]]},\"geometry\":null}";
    assertThat(texts(collection(trap, trap))).containsExactly(trap, trap);
    assertThat(texts(trap)).containsExactly(trap);
  }

  @Test
  void whiteSpaceBehindCoordinatesDoesNotHideTheirEnd() {
    String spaced = "{\"coordinates\":[[1,2],[3,4]]" + " ".repeat(20) + ",\"type\":\"LineString\"}";
    assertThat(texts(spaced)).containsExactly(spaced);
    assertThat(Cuts.of(spaced).endOrFail().form()).isEqualTo(DocumentForm.GEOMETRY);
  }

  @Test
  void escapedNamesAreRecognised() {
    String text =
        "{\"\\u0066eatures\":[" + FEATURE + "],\"t\\u0079pe\":\"Feature\\u0043ollection\"}";
    assertThat(texts(text)).containsExactly(FEATURE);
  }

  @Test
  void linesAreItemsWhateverTheyHold() {
    String text = "\n" + FEATURE + "\r\n\n{\"type\":\"Nonsense\"}\n{\"a\" 1}\n" + POINT + "\n";
    assertThat(texts(text)).containsExactly(FEATURE, "{\"type\":\"Nonsense\"}", "{\"a\" 1}", POINT);
    assertThat(texts("{\"a\" 1}" + FEATURE)).containsExactly("{\"a\" 1}", FEATURE);
    assertThat(texts(FEATURE + FEATURE)).containsExactly(FEATURE, FEATURE);
  }

  @Test
  void aLineThatIsNoObjectDoesNotStopTheOthers() {
    assertThat(texts(FEATURE + "\nabc\n" + POINT + "\n")).containsExactly(FEATURE, "abc", POINT);
    assertThat(texts("abc\n" + FEATURE + "\n5\r\n" + POINT))
        .containsExactly("abc", FEATURE, "5\r", POINT);
    assertThat(texts("{\"a\" 1}\n}\n" + FEATURE)).containsExactly("{\"a\" 1}", "}", FEATURE);
    assertThat(texts(FEATURE + "\n" + POINT + "} ]\n" + POINT))
        .containsExactly(FEATURE, POINT, "} ]", POINT);
  }

  @Test
  void anUnclosedLineDoesNotStopTheOthers() {
    for (int length = 1; length < FEATURE.length(); length++) {
      String cut = FEATURE.substring(0, length);
      assertThat(texts(POINT + "\n" + cut + "\n" + FEATURE + "\n" + POINT))
          .containsExactly(POINT, cut, FEATURE, POINT);
      assertThat(texts(POINT + "\r\n" + cut)).containsExactly(POINT, cut);
    }
  }

  @Test
  void anUnclosedFirstLineIsGivenUpWhereNoObjectMayFollow() {
    for (int length = 1; length < FEATURE.length(); length++) {
      String cut = FEATURE.substring(0, length);
      String document = cut + "\n" + FEATURE + "\n" + POINT;
      if (",[:".indexOf(cut.charAt(length - 1)) < 0) {
        assertThat(texts(document)).containsExactly(cut, FEATURE, POINT);
      } else {
        // It could be one object over several lines; what follows its end is not lost.
        assertThat(texts(document)).endsWith(POINT);
      }
    }
    assertThat(texts("{\"a\":[1}\n" + FEATURE)).containsExactly("{\"a\":[1}", FEATURE);
  }

  @Test
  void objectsOverSeveralLinesStayWhole() {
    String tall = "{\"list\":[\n{\"a\":1},\n{\"b\":\n{}}\n],\n\"type\":\"Feature\"\n}";
    assertThat(texts(tall)).containsExactly(tall);
    assertThat(texts(tall + "\n" + tall)).containsExactly(tall, tall);
    assertThat(texts(tall + "\nabc\n" + tall)).containsExactly(tall, "abc", tall);
    String collection = "{\"type\":\n\"FeatureCollection\",\n\"features\":[\n" + POINT + "\n]}\n";
    assertThat(texts(collection + collection)).containsExactly(POINT, POINT);
  }

  @Test
  void aCollectionWithAMistakeBetweenItsFeaturesIsLostAsAWhole() {
    String broken = collection(POINT, POINT).replace("},{", "}\n{");
    assertThat(Cuts.of(broken).code()).isEqualTo("json.syntax");
    assertThat(Cuts.of("{\"type\":\"FeatureCollection\",\"a\":1\n{}").end())
        .isEqualTo(new CutFailure(Rule.SYNTAX, "unexpected '{'", 34));
    assertThat(Cuts.of(collection(POINT) + "\nabc").code()).isEqualTo("json.trailing");
  }

  @Test
  void cuttingLinesGoesOnFromEveryCursor() throws Exception {
    String cut = FEATURE.substring(0, 60) + ",";
    String text = String.join("\n", FEATURE, cut, POINT, "abc", cut, cut, FEATURE, cut);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Cuts whole = Cuts.of(bytes, 64);
    assertThat(whole.items()).hasSize(8);
    FeatureCutter cutter =
        new FeatureCutter(new ByteArrayInputStream(bytes), CutLimits.DEFAULT, CutCursor.START, 64);
    for (int done = 0; done <= whole.items().size(); done++) {
      CutCursor cursor = CutCursor.decode(cutter.cursor().encode());
      int at = (int) cursor.offset();
      InputStream rest = new ByteArrayInputStream(bytes, at, bytes.length - at);
      Cuts resumed = Cuts.of(rest, CutLimits.DEFAULT, cursor, 17);
      assertThat(resumed.items()).isEqualTo(whole.items().subList(done, whole.items().size()));
      assertThat(resumed.end()).isEqualTo(whole.end());
      cutter.next();
    }
  }

  @Test
  void theCrsOfALoneObjectIsToldAndThatOfALineIsNot() {
    String crs = "{\"type\":\"name\"}";
    String point = "{\"type\":\"Point\",\"crs\":" + crs + ",\"coordinates\":[1,2]}";
    assertThat(Cuts.of(point).endOrFail().members().crs()).isEqualTo(crs);
    assertThat(Cuts.of(FEATURE.replaceFirst(",", ",\"crs\":" + crs + ",")).endOrFail().members())
        .isEqualTo(new CollectionMembers(crs, null));
    assertThat(Cuts.of(point + "\n" + point).endOrFail().members())
        .isEqualTo(CollectionMembers.NONE);
  }

  @Test
  void aDamagedRecordOfATextSequenceDoesNotStopTheOthers() {
    String text = "\u001e" + FEATURE + "\n\u001e{\"type\":\"Fea\n\u001e[1,}\n\u001e" + POINT + "\n";
    assertThat(texts(text)).containsExactly(FEATURE, "{\"type\":\"Fea\n", "[1,}\n", POINT);
    assertThat(Cuts.of("\u001e" + FEATURE + "\n\u001e{\"type\":\"Fea").code())
        .isEqualTo("json.truncated");
  }

  @Test
  void severalCollectionsAreOneDocumentIfTheyAgreeOnTheirCrs() {
    String crs = ",\"crs\":{\"type\":\"name\"}}";
    String one = "{\"type\":\"FeatureCollection\",\"features\":[" + FEATURE + "]" + crs;
    assertThat(texts(one + "\n" + one)).containsExactly(FEATURE, FEATURE);
    assertThat(Cuts.of(one + one.replace("name", "link")).code()).isEqualTo("geojson.crs_conflict");
  }

  @Test
  void collectionMembersComeWithTheEnd() {
    String crs = "{ \"type\": \"name\", \"properties\": {\"name\":\"EPSG:3857\"} }";
    for (String text :
        List.of(
            "{\"crs\":"
                + crs
                + ",\"name\":\"Höfe\",\"type\":\"FeatureCollection\",\"features\":[]}",
            "{\"features\":[],\"type\":\"FeatureCollection\",\"name\":\"Höfe\",\"crs\":"
                + crs
                + "}")) {
      assertThat(Cuts.of(text).endOrFail().members())
          .isEqualTo(new CollectionMembers(crs, "\"Höfe\""));
    }
    String long5k = "\"" + "x".repeat(5000) + "\"";
    assertThat(
            Cuts.of("{\"crs\":" + long5k + ",\"features\":[],\"type\":\"FeatureCollection\"}")
                .code())
        .isEqualTo("geojson.crs_too_large");
  }

  @Test
  void foreignMembersOfACollectionAreKeptAsTheyAre() {
    String text =
        "{\"stand\": {\"of\" : [1.50, \"é\"]},\"type\":\"FeatureCollection\",\"bbox\":[1,2,3,4],"
            + "\"features\":["
            + FEATURE
            + "],\"timeStamp\":\"2024\",\"long\":\""
            + "x".repeat(5_000)
            + "\"}";
    var members = Cuts.of(text).endOrFail().members();
    assertThat(members.foreign())
        .isEqualTo(",\"stand\":{\"of\" : [1.50, \"é\"]},\"timeStamp\":\"2024\"");
    var cursor = new CutCursor(7, 1, DocumentForm.COLLECTION, CutCursor.Place.TYPED_ITEMS, members);
    assertThat(CutCursor.decode(cursor.encode())).isEqualTo(cursor);
    assertThat(CutCursor.decode("c1:7:1:COLLECTION:TYPED_ITEMS::").members())
        .isEqualTo(CollectionMembers.NONE);
    String many = ",\"k\":\"" + "v".repeat(4_000) + "\"";
    assertThat(
            Cuts.of("{\"type\":\"FeatureCollection\"" + many.repeat(9) + ",\"features\":[]}")
                .endOrFail()
                .members()
                .foreign()
                .length())
        .isBetween(12_000, 16 << 10);
  }

  @Test
  void aByteOrderMarkIsSkippedButCounted() {
    FeatureSpan span = Cuts.of(BOM + FEATURE).spans().getFirst();
    assertThat(span.offset()).isEqualTo(3);
    assertThat(span.length()).isEqualTo(FEATURE.length());
    assertThat(Cuts.of(FEATURE.getBytes(StandardCharsets.UTF_16), 64).code())
        .isEqualTo("json.utf8");
  }

  @Test
  void endlessNestingIsAFailureAndNoStackOverflow() {
    String deep = "[".repeat(100_000);
    assertThat(Cuts.of(deep).code()).isEqualTo("json.too_deep");
    assertThat(Cuts.of(collection("{\"a\":" + deep)).code()).isEqualTo("json.too_deep");
    assertThat(Cuts.of("{\"coordinates\":" + deep).code()).isEqualTo("json.too_deep");
    assertThat(Cuts.of("{\"a\":".repeat(100_000)).code()).isEqualTo("json.too_deep");
    assertThat(((CutFailure) Cuts.of(deep).end()).message())
        .isEqualTo("too many brackets inside each other");
  }

  @Test
  void nestingMayReachTheLimitAndNotOneMore() {
    // Collection, features and feature are three of the 64 levels.
    String fits = "{\"a\":" + "[".repeat(61) + "]".repeat(61) + "}";
    String deeper = "{\"a\":" + "[".repeat(62) + "]".repeat(62) + "}";
    assertThat(texts(collection(fits))).containsExactly(fits);
    assertThat(Cuts.of(collection(deeper)).code()).isEqualTo("json.too_deep");
  }

  @Test
  void anItemThatIsTooLargeIsAnItemStill() {
    String text = collection(POINT, "{\"a\":\"" + "x".repeat(500) + "\"}", POINT);
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    Cuts cuts = Cuts.of(in, new CutLimits(100, 64), CutCursor.START, 32);
    assertThat(cuts.items()).hasSize(3);
    assertThat(cuts.items().get(1)).isEqualTo(new Oversized(77, 508, 1));
    assertThat(cuts.items().get(2)).isInstanceOf(FeatureSpan.class);
    assertThat(cuts.endOrFail().items()).isEqualTo(3);
  }

  @Test
  void theVertexEstimateIsNeverTooLow() {
    String polygon =
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]],"
            + "[[0.1,0.1],[0.2,0.1],[0.2,0.2],[0.1,0.1]]]}";
    assertThat(Cuts.of(collection(polygon)).spans().getFirst().vertexEstimate()).isEqualTo(11);
    assertThat(Cuts.of(polygon).spans().getFirst().vertexEstimate()).isEqualTo(11);
  }

  @Test
  void gzipTroubleIsAFailureOfTheDocument() throws Exception {
    byte[] packed = GeoJsonInputTest.gzip(collection(POINT).getBytes(StandardCharsets.UTF_8));
    for (int length = 3; length < packed.length; length++) {
      InputStream in = new ByteArrayInputStream(Arrays.copyOf(packed, length));
      InputStream unwrapped = GeoJsonInput.open(in, InputLimits.DEFAULT);
      Cuts cuts = Cuts.of(unwrapped, CutLimits.DEFAULT, CutCursor.START, 16);
      assertThat(cuts.code()).isEqualTo("input.gzip");
    }
  }

  @Test
  void damagedLinesAndSequencesNeverThrowAndAlwaysEnd() {
    byte[] lines =
        (FEATURE + "\n" + POINT + "\n" + collection(POINT)).getBytes(StandardCharsets.UTF_8);
    byte[] sequence =
        ("\u001e" + FEATURE + "\n\u001e" + POINT + "\n").getBytes(StandardCharsets.UTF_8);
    Random random = new Random(11);
    for (int round = 0; round < Rounds.of(20_000); round++) {
      byte[] text = (round % 2 == 0 ? lines : sequence).clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        String likely = "{}[]\",:\\ 0\u001e\n";
        text[random.nextInt(text.length)] =
            (byte) (random.nextBoolean() ? likely.charAt(random.nextInt(12)) : random.nextInt(256));
      }
      Cuts small = Cuts.of(text, 16);
      Cuts large = Cuts.of(text, 4096);
      assertThat(small).isEqualTo(large);
      long behind = 0;
      for (FeatureSpan span : small.spans()) {
        assertThat(span.offset()).isGreaterThanOrEqualTo(behind);
        behind = span.offset() + span.length();
      }
      assertThat(behind).isLessThanOrEqualTo(text.length);
    }
  }

  private static List<String> texts(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    List<String> texts = Cuts.of(bytes, 16).texts(bytes);
    Cuts large = Cuts.of(bytes, 4096);
    large.endOrFail();
    assertThat(large.texts(bytes)).isEqualTo(texts);
    return texts;
  }
}
