package dev.penstock.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.blob.Hashing;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.RejectLines.Dress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines are read back by Jackson, which knows nothing of how they were written. */
class RejectLinesTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final String FEATURE = "{\"type\":\"Feature\",\"id\":7}";

  @TempDir private Path folder;

  @Test
  void aPlainLineHasEveryField() throws IOException {
    JsonNode line = line(Dress.PLAIN, reject(json(FEATURE), "\"a\\\"7\"", 1.5, -2e-7));
    assertThat(line.propertyNames())
        .containsExactly(
            "code", "message", "item", "id", "byte", "length", "path", "at", "original");
    assertThat(line.get("code").asString()).isEqualTo("geojson.ring_not_closed");
    assertThat(line.get("message").asString()).isEqualTo("Ring 0 is open.");
    assertThat(line.get("item").asLong()).isEqualTo(41);
    assertThat(line.get("id").asString()).isEqualTo("a\"7");
    assertThat(line.get("byte").asLong()).isEqualTo(1L << 40);
    assertThat(line.get("length").asInt()).isEqualTo(FEATURE.length());
    assertThat(line.get("path").asString()).isEqualTo("/geometry/coordinates/0");
    assertThat(line.get("at").get(0).asDouble()).isEqualTo(1.5);
    assertThat(line.get("at").get(1).asDouble()).isEqualTo(-2e-7);
    assertThat(line.get("original")).isEqualTo(JSON.readTree(FEATURE));
  }

  @Test
  void whatIsUnknownIsLeftOut() throws IOException {
    for (double x : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      JsonNode line = line(Dress.PLAIN, reject(json(FEATURE), null, x, 1));
      assertThat(line.has("id")).isFalse();
      assertThat(line.has("at")).isFalse();
    }
  }

  @Test
  void aFeatureLineIsAPointWithItsProblem() throws IOException {
    JsonNode line = line(Dress.FEATURE, reject(json(FEATURE), "7", 8.5, 47.25));
    assertThat(line.get("type").asString()).isEqualTo("Feature");
    assertThat(line.get("id").asInt()).isEqualTo(7);
    assertThat(line.get("geometry"))
        .isEqualTo(JSON.readTree("{\"type\":\"Point\",\"coordinates\":[8.5,47.25]}"));
    assertThat(line.get("properties").get("code").asString()).isEqualTo("geojson.ring_not_closed");
    assertThat(line.get("code").asString()).isEqualTo("geojson.ring_not_closed");
    assertThat(line.get("original")).isEqualTo(JSON.readTree(FEATURE));
  }

  @Test
  void aFeatureLineWithoutAPlaceHasANullGeometry() throws IOException {
    JsonNode line = line(Dress.FEATURE, reject(json(FEATURE), null, Double.NaN, Double.NaN));
    assertThat(line.get("geometry").isNull()).isTrue();
    assertThat(line.has("id")).isFalse();
  }

  @Test
  void aLongOriginalThatIsNoJsonIsWrittenWholeThoughInPieces() throws IOException {
    String text = "\ud83d\ude00\"\u0001é".repeat(20_000);
    for (int shift = 0; shift < 4; shift++) {
      String original = "x".repeat(shift) + text;
      byte[] bytes = original.getBytes(UTF_8);
      var slice = new Reject.Slice(bytes, 0, bytes.length, false);
      JsonNode line = line(Dress.PLAIN, reject(slice, null, 1, 1));
      assertThat(line.get("original_text").asString()).isEqualTo(original);
    }
  }

  @Test
  void anOriginalOverSeveralLinesStaysOneLine() throws IOException {
    String original = "\n{\r\n  \"a\": [1,\n2],\r \"b\": \"\\n\"\n}\n";
    JsonNode line = line(Dress.PLAIN, reject(json(original), null, 0, 0));
    assertThat(line.get("original")).isEqualTo(JSON.readTree(original));
    assertThat(line.get("length").asInt()).isEqualTo(original.length());
  }

  @Test
  void onlyTheSliceIsWritten() throws IOException {
    byte[] bytes = ("[1]," + FEATURE + ",[2]").getBytes(UTF_8);
    var slice = new Reject.Slice(bytes, 4, 4 + FEATURE.length(), true);
    assertThat(line(Dress.PLAIN, reject(slice, null, 0, 0)).get("original"))
        .isEqualTo(JSON.readTree(FEATURE));
  }

  @Test
  void whatIsNoJsonIsKeptAsText() throws IOException {
    String original = "2026-01-02;\"Bolt\";7\\8\n\t\u0000\u001f ä € 𝄞 \u2028";
    byte[] bytes = original.getBytes(UTF_8);
    JsonNode line =
        line(Dress.PLAIN, reject(new Reject.Slice(bytes, 0, bytes.length, false), null, 0, 0));
    assertThat(line.has("original")).isFalse();
    assertThat(line.get("original_text").asString()).isEqualTo(original);
    assertThat(line.get("length").asInt()).isEqualTo(bytes.length);
  }

  @Test
  void bytesThatAreNoTextStillMakeALineThatCanBeRead() throws IOException {
    var random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      var slice = new Reject.Slice(bytes, 0, bytes.length, false);
      assertThat(line(Dress.PLAIN, reject(slice, null, 0, 0)).get("original_text").asString())
          .isEqualTo(new String(bytes, UTF_8));
    }
  }

  @Test
  void aDetailWithAnyCharacterCanBeReadBack() throws IOException {
    var detail = new StringBuilder();
    for (char c = 0; c < 0x300; c++) {
      detail.append(c);
    }
    var reject =
        new Reject(
            new Problem("test.odd", detail.toString()),
            0,
            null,
            new Reject.Place(0, 4, "/\"\\\n", 0, 0),
            json("null"));
    for (Dress dress : Dress.values()) {
      JsonNode line = line(dress, reject);
      assertThat(line.get("message").asString()).isEqualTo(detail.toString());
      assertThat(line.get("path").asString()).isEqualTo("/\"\\\n");
    }
  }

  @Test
  void anItemTooLargeToBeRepeatedIsNamedByItsPlace() throws IOException {
    var reject =
        new Reject(
            new Problem("test.large", "too large"),
            7,
            null,
            new Reject.Place(12, 1L << 33, "", Double.NaN, Double.NaN),
            null);

    JsonNode line = line(Dress.PLAIN, reject);

    assertThat(line.get("byte").asLong()).isEqualTo(12);
    assertThat(line.get("length").asLong()).isEqualTo(1L << 33);
    assertThat(line.has("original") || line.has("original_text")).isFalse();
  }

  @Test
  void rejectsAreCountedByCode() throws IOException {
    Reject reject = reject(json(FEATURE), null, 0, 0);
    var other = new Reject(new Problem("a.b", ""), 0, null, reject.place(), json("[]"));
    Written written = write(Dress.PLAIN, List.of(reject, other, reject));
    assertThat(written.lines()).hasSize(3);
    assertThat(written.byCode()).isEqualTo(Map.of("geojson.ring_not_closed", 2L, "a.b", 1L));
  }

  private record Written(List<String> lines, Map<String, Long> byCode) {}

  private JsonNode line(Dress dress, Reject reject) throws IOException {
    List<String> lines = write(dress, List.of(reject)).lines();
    assertThat(lines).hasSize(1);
    return JSON.readTree(lines.getFirst());
  }

  private Written write(Dress dress, List<Reject> rejects) throws IOException {
    try (BlobStore store = FileBlobStore.open(folder, new FileBlobStore.Settings(0, 1 << 20));
        BlobWriter writer = store.create("jobs/1/rejects", Hashing.DAMAGE)) {
      var lines = new RejectLines(writer, dress);
      for (Reject reject : rejects) {
        lines.write(reject);
      }
      lines.finish();
      BlobRef blob = writer.publish();
      try (var in = store.open(blob)) {
        String text = new String(in.readAllBytes(), UTF_8);
        assertThat(text).endsWith("\n");
        // Not String.lines: a raw carriage return must not pass for the end of a line either.
        assertThat(text).doesNotContain("\r");
        return new Written(
            List.of(text.split("\n", -1)).subList(0, rejects.size()), lines.byCode());
      }
    }
  }

  private static Reject reject(Reject.Slice original, @Nullable String id, double x, double y) {
    return new Reject(
        new Problem("geojson.ring_not_closed", "Ring 0 is open."),
        41,
        id,
        new Reject.Place(1L << 40, original.length(), "/geometry/coordinates/0", x, y),
        original);
  }

  private static Reject.Slice json(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new Reject.Slice(bytes, 0, bytes.length, true);
  }
}
