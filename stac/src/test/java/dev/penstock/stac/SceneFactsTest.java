package dev.penstock.stac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.stac.OffsetDecision.Source;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an item says of its bands, its offset, and of which others it is a duplicate. */
class SceneFactsTest {

  private static OffsetDecision decided(ObjectNode json) {
    Item item = Items.item(json);
    return OffsetDecision.of(
        item, BandNames.find(item, "red").orElseThrow().asset(), OptionalInt.empty());
  }

  private static ObjectNode properties(ObjectNode json) {
    return (ObjectNode) json.path("properties");
  }

  private static ObjectNode red(ObjectNode json) {
    return (ObjectNode) json.path("assets").path("red");
  }

  @Test
  void aBandIsFoundByKeyOrByCommonName() {
    Item item = Items.item(Items.json(1, "2024-05-01", 1));
    assertThat(BandNames.find(item, "red").orElseThrow().asset().key()).isEqualTo("red");
    assertThat(BandNames.find(item, "blue")).isEmpty();
    ObjectNode planetary = Items.json(1, "2024-05-01", 1);
    ObjectNode assets = planetary.putObject("assets");
    assets.putObject("B04").put("href", "https://x.example/r.tif");
    assets.putObject("SCL").put("href", "https://x.example/s.tif");
    ObjectNode stack = assets.putObject("stack").put("href", "https://x.example/all.tif");
    stack.putArray("bands").addObject().put("eo:common_name", "green");
    ((ArrayNode) stack.path("bands")).addObject().put("eo:common_name", "coastal");
    Item other = Items.item(planetary);
    assertThat(BandNames.find(other, "red").orElseThrow().asset().key()).isEqualTo("B04");
    assertThat(BandNames.find(other, "classification").orElseThrow().asset().key())
        .isEqualTo("SCL");
    assertThat(BandNames.find(other, "coastal").orElseThrow().band()).isEqualTo(1);
  }

  @Test
  void whereOnlyJpegIsLeftItIsTaken() {
    ObjectNode json = Items.json(1, "2024-05-01", 1);
    ((ObjectNode) json.path("assets")).remove("red");
    assertThat(BandNames.find(Items.item(json), "red").orElseThrow().asset().key())
        .isEqualTo("red-jp2");
  }

  @Test
  void theStrongestEvidenceOfAnOffsetIsBelieved() {
    ObjectNode json = Items.json(1, "2024-05-01", 1);
    assertThat(decided(json)).extracting(OffsetDecision::source).isEqualTo(Source.BASELINE);
    assertThat(decided(json).offset()).isEqualTo(-1000);
    red(json).putArray("raster:bands").addObject().put("scale", 0.0001).put("offset", -0.1);
    assertThat(decided(json)).extracting(OffsetDecision::source).isEqualTo(Source.RASTER_BANDS);
    assertThat(decided(json).offset()).isEqualTo(-1000);
    // The asset still says so, though the catalogue has applied it: it is the catalogue that knows.
    properties(json).put("earthsearch:boa_offset_applied", true);
    assertThat(decided(json))
        .extracting(OffsetDecision::source)
        .isEqualTo(Source.BOA_OFFSET_APPLIED);
    assertThat(decided(json).offset()).isZero();
    Item item = Items.item(json);
    Asset asset = BandNames.find(item, "red").orElseThrow().asset();
    assertThat(OffsetDecision.of(item, asset, OptionalInt.of(-7)))
        .isEqualTo(new OffsetDecision(-7, Source.CONFIG, "configured: -7"));
  }

  @Test
  void oldBaselinesHaveNoOffsetAndTheDateTellsNothing() {
    ObjectNode old = Items.json(1, "2024-05-01", 1);
    properties(old).put("s2:processing_baseline", "03.01");
    assertThat(decided(old).offset()).isZero();
    ObjectNode anew = Items.json(1, "2019-05-01", 1);
    properties(anew).put("s2:processing_baseline", "05.00");
    assertThat(decided(anew).offset()).isEqualTo(-1000);
    properties(anew).remove("s2:processing_baseline");
    assertThat(decided(anew).source()).isEqualTo(Source.NONE);
    assertThat(decided(anew).evidence()).isNotBlank();
  }

  @Test
  void numbersThatContradictTheOffsetMakeItSuspect() {
    OffsetDecision decision = decided(Items.json(1, "2024-05-01", 1));
    assertThat(decision.suspect(0.6)).isTrue();
    assertThat(decision.suspect(0.001)).isFalse();
  }

  private static Item processed(int number, String baseline, int second) {
    ObjectNode json = Items.json(number, "2024-05-01", 1);
    properties(json)
        .put("s2:processing_baseline", baseline)
        .put("datetime", "2024-05-01T10:10:%02d.5Z".formatted(second))
        .put("s2:datatake_id", "GS2A_20240501T101010_044000_N" + baseline);
    return Items.item(json);
  }

  @Test
  void theLatestProcessingOfASceneStays() {
    Item old = processed(1, "04.00", 3);
    Item latest = processed(2, "05.10", 3);
    Item otherPart = processed(3, "04.00", 17);
    assertThat(Duplicates.resolved(List.of(old, latest, otherPart)))
        .extracting(Item::id)
        .containsExactly(latest.id(), otherPart.id());
    assertThat(Duplicates.resolved(List.of(latest, old))).containsExactly(latest);
  }
}
