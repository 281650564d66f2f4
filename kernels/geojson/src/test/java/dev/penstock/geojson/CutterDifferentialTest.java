package dev.penstock.geojson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The cutter against Jackson, which reads the same bytes in another way. */
class CutterDifferentialTest {
  private static final List<String> SMALL =
      List.of(
          "{\"type\":\"FeatureCollection\",\"features\":[]}",
          "{\"features\":[{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"features\":[1,"
              + "{\"coordinates\":[[\"]\"]]}]}},null,5,\"x\\\"]\",[1,[2]]],"
              + "\"type\":\"FeatureCollection\",\"name\":\"Zürich \\u0041\",\"n\":-1.5e+3}",
          "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},"
              + "\"properties\":{\"東京\":\"\uD83D\uDE00\"}}",
          "{\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]],\"type\":\"Polygon\"}",
          "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\","
              + "\"coordinates\":[1,2]}]}");

  @Test
  void randomCollectionsAreCutWhereJacksonSeesTheirFeatures() {
    for (int seed = 0; seed < Rounds.of(1000); seed++) {
      byte[] text = new RandomGeoJson(seed).collection().getBytes(StandardCharsets.UTF_8);
      JacksonOracle oracle = JacksonOracle.of(text);
      assertThat(oracle.collection).as("seed %d", seed).isTrue();
      sameSpans(text, oracle, FeatureCutter.DEFAULT_BUFFER_BYTES);
      sameSpans(text, oracle, 16 + seed % 65);
    }
  }

  @Test
  void everySmallBufferCutsTheSame() {
    for (String small : SMALL) {
      byte[] text = small.getBytes(StandardCharsets.UTF_8);
      Cuts wanted = Cuts.of(text, 1 << 16);
      assertThat(wanted.whole()).isTrue();
      for (int size = 16; size <= 80; size++) {
        for (int lead = 0; lead < size; lead++) {
          byte[] shifted = new byte[lead + text.length];
          Arrays.fill(shifted, (byte) ' ');
          System.arraycopy(text, 0, shifted, lead, text.length);
          Cuts got = Cuts.of(shifted, size);
          assertThat(got.whole()).as("size %d lead %d: %s", size, lead, got.end()).isTrue();
          assertThat(got.texts(shifted)).isEqualTo(wanted.texts(text));
          assertThat(got.spans().stream().map(FeatureSpan::vertexEstimate))
              .isEqualTo(wanted.spans().stream().map(FeatureSpan::vertexEstimate).toList());
        }
      }
    }
  }

  @Test
  void everyTruncationFails() {
    for (String small : SMALL) {
      byte[] text = small.getBytes(StandardCharsets.UTF_8);
      for (int length = 0; length < text.length; length++) {
        Cuts cuts = Cuts.of(Arrays.copyOf(text, length), 16);
        assertThat(cuts.code())
            .as("%d bytes of %s", length, small)
            .isEqualTo(length == 0 ? "geojson.empty" : "json.truncated");
        assertThat(((CutFailure) cuts.end()).offset()).isEqualTo(length);
      }
    }
  }

  @Test
  void everyTruncationOfRandomCollectionsFails() {
    for (int seed = 0; seed < Rounds.of(40); seed++) {
      byte[] text = new RandomGeoJson(seed).collection().strip().getBytes(StandardCharsets.UTF_8);
      for (int length = 0; length < text.length; length++) {
        Cuts cuts = Cuts.of(Arrays.copyOf(text, length), 32);
        assertThat(cuts.code()).as("seed %d, %d bytes", seed, length).isNotEmpty();
      }
    }
  }

  @Test
  void damagedDocumentsNeverThrowAndAgreeWithJackson() {
    Random random = new Random(7);
    for (int round = 0; round < Rounds.of(20_000); round++) {
      byte[] text =
          damage(random, new RandomGeoJson(round).collection().getBytes(StandardCharsets.UTF_8));
      JacksonOracle oracle = JacksonOracle.of(text);
      String shown = new String(text, StandardCharsets.UTF_8);
      Cuts cuts = Cuts.of(text, 16 + random.nextInt(100));
      boolean syntax = readsAsJson(cuts, text);
      if (oracle.collection && isUtf8(text)) {
        sameSpans(text, oracle, 16 + random.nextInt(100));
        assertThat(syntax).as(shown).isTrue();
      }
      if (oracle.refused) {
        assertThat(cuts.whole() && syntax).as("Jackson refuses %s", shown).isFalse();
      }
    }
  }

  @Test
  void cuttingGoesOnFromEveryCursor() throws Exception {
    for (int seed = 0; seed < Rounds.of(200); seed++) {
      byte[] text = new RandomGeoJson(seed).collection().getBytes(StandardCharsets.UTF_8);
      Cuts whole = Cuts.of(text, 64);
      FeatureCutter cutter =
          new FeatureCutter(new ByteArrayInputStream(text), CutLimits.DEFAULT, CutCursor.START, 64);
      for (int done = 0; done <= whole.items().size(); done++) {
        CutCursor cursor = CutCursor.decode(cutter.cursor().encode());
        int at = (int) cursor.offset();
        ByteArrayInputStream rest = new ByteArrayInputStream(text, at, text.length - at);
        Cuts resumed = Cuts.of(rest, CutLimits.DEFAULT, cursor, 17);
        assertThat(resumed.items()).isEqualTo(whole.items().subList(done, whole.items().size()));
        assertThat(resumed.end()).isEqualTo(whole.end());
        cutter.next();
      }
    }
  }

  private static byte[] damage(Random random, byte[] text) {
    byte[] damaged = text;
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(4)) {
        case 0 -> damaged[at] = (byte) random.nextInt(256);
        case 1 -> damaged[at] = (byte) "{}[]\",:\\ 0e-.\n\u001e".charAt(random.nextInt(15));
        case 2 -> damaged[at] = damaged[random.nextInt(damaged.length)];
        default -> {
          byte[] shorter = Arrays.copyOf(damaged, damaged.length - 1);
          System.arraycopy(damaged, at + 1, shorter, at, damaged.length - at - 1);
          damaged = shorter;
        }
      }
    }
    return damaged;
  }

  private static boolean readsAsJson(Cuts cuts, byte[] text) {
    FeatureReader reader = new FeatureReader(ReadLimits.DEFAULT);
    boolean json = true;
    for (FeatureSpan span : cuts.spans()) {
      int from = (int) span.offset();
      FeatureDraft draft = reader.read(text, from, from + (int) span.length(), from, span.index());
      json &= draft.defectCount(Rule.SYNTAX) + draft.defectCount(Rule.UTF8) == 0;
      json &= draft.defectCount(Rule.TRAILING) == 0;
    }
    return json;
  }

  private static void sameSpans(byte[] text, JacksonOracle oracle, int bufferBytes) {
    Cuts cuts = Cuts.of(text, bufferBytes);
    String shown = new String(text, StandardCharsets.UTF_8);
    assertThat(cuts.whole()).as("%s in %s", cuts.end(), shown).isTrue();
    assertThat(cuts.spans().stream().map(FeatureSpan::offset)).as(shown).isEqualTo(oracle.starts);
    for (FeatureSpan span : cuts.spans()) {
      long end = oracle.ends.get((int) span.index());
      assertThat(end < 0 || end == span.offset() + span.length()).as(shown).isTrue();
    }
    assertThat(cuts.endOrFail().bytes()).isEqualTo(text.length);
  }

  private static boolean isUtf8(byte[] text) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
