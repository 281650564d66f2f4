package dev.penstock.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import dev.penstock.crs.CrsCode;
import dev.penstock.geojson.FeatureSpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureChunkTest {
  private static final Payload BLOB =
      Payload.stored(new BlobRef("jobs/a/payload", 1L << 40, "sha-256:00"));

  @Test
  void aChunkIsReadBackAsItWasWritten() throws IOException {
    var spans =
        List.of(
            new FeatureSpan(1L << 33, 100, 7, 0),
            new FeatureSpan((1L << 33) + 102, 60_000_000, 8, 0),
            new FeatureSpan((1L << 33) + 60_000_110, 1, 1L << 34, 0));
    var chunk = new FeatureChunk(BLOB, CrsCode.epsg(3857), spans);

    assertThat(FeatureChunk.decode(chunk.encode())).isEqualTo(chunk);
    assertThat(chunk.length()).isEqualTo(60_000_111);
  }

  @Test
  void aSmallPayloadTravelsInsideItsChunk() throws IOException {
    var chunk =
        new FeatureChunk(
            Payload.inline("  {\"a\":1}".getBytes(StandardCharsets.UTF_8)),
            CrsCode.CRS84,
            List.of(new FeatureSpan(2, 7, 0, 0)));

    assertThat(FeatureChunk.decode(chunk.encode())).isEqualTo(chunk);
  }

  @Test
  void theLargestChunkFitsIntoAnEngineRecord() {
    var spans = new ArrayList<FeatureSpan>();
    long at = 0;
    for (int i = 0; i < GeometrySettings.ChunkSize.DEFAULT.features(); i++) {
      spans.add(new FeatureSpan(at, 500, i, 0));
      at += 502;
    }

    assertThat(new FeatureChunk(BLOB, CrsCode.CRS84, spans).encode().length())
        .isLessThan(Payload.MAX_INLINE);
  }
}
