package dev.penstock.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Payload;
import dev.penstock.crs.CrsCode;
import dev.penstock.geojson.FeatureSpan;
import dev.penstock.job.JobId;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.DivisibleStage.Division;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageContext.Chunk;
import dev.penstock.pipeline.StageContext.Place;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefineStageTest {
  private static final Payload BLOB =
      Payload.stored(new BlobRef("jobs/a/payload", 1_000_000, "sha-256:00"));
  private static final List<FeatureSpan> SPANS =
      List.of(
          new FeatureSpan(100, 10, 40, 0),
          new FeatureSpan(120, 20, 41, 0),
          new FeatureSpan(150, 30, 42, 0),
          new FeatureSpan(190, 40, 43, 0));

  private final RefineStage stage =
      RefineStage.within(GeometrySettings.forMachine(1, 256L << 20), new Headroom(10L << 20, 1024));

  private static Chunk chunk(List<FeatureSpan> spans, Tally load) {
    return new Chunk(
        JobId.next(InstantSource.system()),
        2,
        new Place("refine", "", 0),
        load,
        1,
        1,
        new FeatureChunk(BLOB, CrsCode.epsg(3857), spans).encode(),
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({"0, 2, 0", "1, 3, 1", "3, 2, 1"})
  void aChunkIsCutAroundAFeatureAndNoneIsLost(int item, int parts, int suspect) throws Exception {
    Division cut = stage.divide(chunk(SPANS, Tally.ofOk(4)), item).orElseThrow();

    assertThat(cut.parts()).hasSize(parts);
    assertThat(cut.suspect()).isEqualTo(suspect);
    var together = new ArrayList<FeatureSpan>();
    Tally load = Tally.ZERO;
    for (Spawn part : cut.parts()) {
      FeatureChunk features = FeatureChunk.decode(part.in());
      assertThat(features.source()).isEqualTo(BLOB);
      assertThat(features.crs()).isEqualTo(CrsCode.epsg(3857));
      assertThat(part.load()).isEqualTo(Tally.ofOk(features.spans().size()));
      together.addAll(features.spans());
      load = load.plus(part.load());
    }
    assertThat(together).isEqualTo(SPANS);
    assertThat(load).isEqualTo(Tally.ofOk(4));
    assertThat(FeatureChunk.decode(cut.parts().get(suspect).in()).spans())
        .containsExactly(SPANS.get(item));
  }

  @Test
  void aFeatureAloneIsNamed() throws Exception {
    Division alone = stage.divide(chunk(SPANS.subList(2, 3), Tally.ofOk(1)), 0).orElseThrow();

    assertThat(alone.alone()).isTrue();
    assertThat(alone.item()).isEqualTo("feature 42 (30 bytes from byte 150 on)");
  }

  @Test
  void whatIsNotInTheChunkCannotBeCutOut() throws Exception {
    assertThat(stage.divide(chunk(SPANS, Tally.ofOk(4)), 4)).isEmpty();
    assertThat(stage.divide(chunk(SPANS, Tally.ofOk(4)), -1)).isEmpty();
  }
}
