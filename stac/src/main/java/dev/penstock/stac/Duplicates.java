package dev.penstock.stac;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One scene that a catalogue lists more than once, as processed at different times: the latest
 * processing stays. Two parts of one passage are no duplicates of each other.
 */
public final class Duplicates {
  private Duplicates() {}

  /** The items without those that were processed anew, in their order. */
  public static List<Item> resolved(List<Item> items) {
    Map<String, Item> latest = new LinkedHashMap<>();
    Comparator<Item> age =
        Comparator.comparing(Duplicates::baseline)
            .thenComparing(item -> item.text("created").orElse(""))
            .thenComparing(Item::id);
    for (Item item : items) {
      latest.merge(sceneKey(item), item, (a, b) -> age.compare(a, b) >= 0 ? a : b);
    }
    return new ArrayList<>(latest.values());
  }

  /**
   * What all processings of one scene have in common: satellite, tile and moment; an item that does
   * not tell its tile is its own.
   */
  public static String sceneKey(Item item) {
    String tile =
        item.text("s2:mgrs_tile")
            .or(() -> item.text("grid:code"))
            .map(code -> code.replace("MGRS-", ""))
            .orElse(item.id());
    // Parts of a passage start at different moments, processings of one part at the same.
    return item.text("platform").orElse("")
        + " "
        + tile
        + " "
        + item.text("s2:datatake_id").map(Duplicates::take).orElse("")
        + " "
        + item.time().toEpochMilli() / 1000;
  }

  /** {@code GS2A_20240101T101010_044000_N05.10}: all but the baseline. */
  private static String take(String datatake) {
    return datatake.replaceFirst("_N\\d{2}\\.\\d{2}$", "");
  }

  /** The version of the processor that made it; 0 where it is not told. */
  public static BigDecimal baseline(Item item) {
    String text =
        item.text("s2:processing_baseline").or(() -> item.text("processing:version")).orElse("0");
    return text.matches("\\d{1,2}\\.\\d{1,2}") ? new BigDecimal(text) : BigDecimal.ZERO;
  }
}
