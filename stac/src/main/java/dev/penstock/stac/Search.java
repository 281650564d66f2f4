package dev.penstock.stac;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Which scenes are wanted.
 *
 * @param collections any of these; empty for all
 * @param area what they have to touch
 * @param from first moment
 * @param to last moment, included
 * @param mostCloud highest cloud cover of the whole scene in percent; scenes that do not tell
 *     theirs are kept
 * @param pageSize items of a page that are asked for
 */
public record Search(
    List<String> collections,
    Box area,
    Instant from,
    Instant to,
    OptionalDouble mostCloud,
    int pageSize) {
  public Search {
    collections = List.copyOf(collections);
  }

  /** Degrees of longitude and latitude; west is less than east. */
  public record Box(double west, double south, double east, double north) {
    boolean touches(Box other) {
      return west <= other.east
          && other.west <= east
          && south <= other.north
          && other.south <= north;
    }
  }

  /** Looked at here as well, whatever the catalogue made of it. */
  boolean wants(Item item) {
    boolean there = item.box().map(area::touches).orElse(true);
    boolean then = !item.time().isBefore(from) && !item.time().isAfter(to);
    boolean collected = collections.isEmpty() || collections.contains(item.collection());
    boolean clear =
        mostCloud.isEmpty()
            || item.properties().path("eo:cloud_cover").asDouble(0) <= mostCloud.getAsDouble();
    return there && then && collected && clear;
  }
}
