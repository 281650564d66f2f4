package dev.penstock.geojson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LevelTest {
  private static FeatureDraft read(Level level, boolean degrees, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new FeatureReader(ReadLimits.DEFAULT, level, degrees).read(bytes, 0, bytes.length, 0, 0);
  }

  private static FeatureDraft read(Level level, String text) {
    return read(level, true, text);
  }

  @Test
  void lenientReadsEmptyCoordinatesAsNoGeometryAndCountsItAsARepair() {
    String text =
        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[]},\"properties\":{}}";
    FeatureDraft draft = read(Level.LENIENT, text);
    assertThat(draft.repairable()).isTrue();
    assertThat(draft.isLocated()).isFalse();
    assertThat(draft.geometry().nodes()).isZero();
    assertThat(read(Level.RFC7946, text).rejected()).isTrue();
  }

  @Test
  void lenientReadsAFeatureWithoutGeometryPropertiesAndId() {
    FeatureDraft draft =
        read(Level.LENIENT, "{\"type\":\"Feature\",\"properties\":[],\"id\":true}");
    assertThat(draft.repairable()).isTrue();
    assertThat(draft.properties()).isNull();
    assertThat(draft.id()).isNull();
    assertThat(draft.defects()).extracting(Defect::severity).containsOnly(Severity.REPAIRABLE);
  }

  @Test
  void lenientDoesNotGuessWhatAPositionMeans() {
    String text = "{\"type\":\"Point\",\"coordinates\":[1]}";
    assertThat(read(Level.LENIENT, text).rejected()).isTrue();
  }

  @Test
  void strictTurnsEveryWarningAndEveryRepairIntoAnError() {
    String winding = "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[0,1],[1,1],[0,0]]]}";
    assertThat(read(Level.RFC7946, winding).rejected()).isFalse();
    assertThat(read(Level.STRICT, winding).rejected()).isTrue();
    String open = "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1]]]}";
    assertThat(read(Level.RFC7946, open).repairable()).isTrue();
    assertThat(read(Level.STRICT, open).repairable()).isFalse();
    assertThat(read(Level.STRICT, open).rejected()).isTrue();
    String good = "{\"type\":\"Point\",\"coordinates\":[1,2]}";
    assertThat(read(Level.STRICT, good).rejected()).isFalse();
  }

  @Test
  void metresAreNotMeasuredAgainstTheGlobe() {
    String text =
        "{\"type\":\"LineString\",\"bbox\":[0,0,6e5,7e6],\"coordinates\":[[1,2],[500000,6000000]]}";
    assertThat(read(Level.STRICT, false, text).rejected()).isFalse();
    assertThat(read(Level.STRICT, true, text).rejected()).isTrue();
  }
}
