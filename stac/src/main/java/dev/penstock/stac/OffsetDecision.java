package dev.penstock.stac;

import java.math.BigDecimal;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * What has to be added to the numbers of a Sentinel-2 band before they are reflectances, and how we
 * know. From processing baseline 04.00 on ESA adds 1000, so that -1000 is due; some catalogues have
 * taken it off, and not all of them say so. The date tells nothing: old scenes are processed again.
 *
 * @param offset to add, in units of the file
 * @param evidence the sentence that was believed
 */
public record OffsetDecision(int offset, Source source, String evidence) {
  private static final int ADDED_BY_ESA = -1000;
  private static final BigDecimal FIRST_WITH_OFFSET = new BigDecimal("4.00");

  /** What was believed, the strongest first. */
  public enum Source {
    /** Who runs this says so. */
    CONFIG,
    /** The catalogue says that the offset is in the numbers already. */
    BOA_OFFSET_APPLIED,
    /** The file's own description. */
    RASTER_BANDS,
    /** The version of ESA's processor. */
    BASELINE,
    /** Nothing speaks for an offset. */
    NONE
  }

  /**
   * Decides for one band.
   *
   * @param configured what the user has set for this collection
   */
  public static OffsetDecision of(Item item, Asset asset, OptionalInt configured) {
    if (configured.isPresent()) {
      return new OffsetDecision(
          configured.getAsInt(), Source.CONFIG, "configured: " + configured.getAsInt());
    }
    JsonNode applied = item.properties().path("earthsearch:boa_offset_applied");
    if (applied.isBoolean() && applied.booleanValue()) {
      return new OffsetDecision(
          0, Source.BOA_OFFSET_APPLIED, "earthsearch:boa_offset_applied is true");
    }
    OptionalInt described = described(asset);
    if (described.isPresent()) {
      return new OffsetDecision(
          described.getAsInt(),
          Source.RASTER_BANDS,
          "the asset's bands have an offset of %d units".formatted(described.getAsInt()));
    }
    return byBaseline(item);
  }

  /** In units of the file: -0.1 by steps of 0.0001 are -1000. */
  private static OptionalInt described(Asset asset) {
    for (String member : new String[] {"raster:bands", "bands"}) {
      JsonNode band = asset.json().path(member).path(0);
      JsonNode offset = band.has("offset") ? band.path("offset") : band.path("raster:offset");
      JsonNode scale = band.has("scale") ? band.path("scale") : band.path("raster:scale");
      if (offset.isNumber() && scale.isNumber() && scale.doubleValue() != 0) {
        double units = offset.doubleValue() / scale.doubleValue();
        if (Math.abs(units) < 1e6) {
          return OptionalInt.of((int) Math.round(units));
        }
      }
    }
    return OptionalInt.empty();
  }

  private static OffsetDecision byBaseline(Item item) {
    String text =
        item.text("s2:processing_baseline").or(() -> item.text("processing:version")).orElse("");
    if (text.matches("\\d{1,2}\\.\\d{1,2}")) {
      boolean added = new BigDecimal(text).compareTo(FIRST_WITH_OFFSET) >= 0;
      return new OffsetDecision(
          added ? ADDED_BY_ESA : 0, Source.BASELINE, "processing baseline " + text);
    }
    return new OffsetDecision(0, Source.NONE, "nothing speaks for an offset");
  }

  /**
   * Whether the numbers themselves speak against it: where 1000 was added, hardly any valid one is
   * less.
   *
   * @param shareBelow1000 of the valid numbers of a dark band over land
   */
  public boolean suspect(double shareBelow1000) {
    return offset < 0 && shareBelow1000 > 0.05;
  }
}
