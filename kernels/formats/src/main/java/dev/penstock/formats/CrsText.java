package dev.penstock.formats;

/**
 * The system that coordinates are in, as formats want to be told of it. x comes first, always.
 *
 * @param authority for example {@code EPSG}
 * @param code for example 3857
 * @param name for people
 * @param wkt OGC WKT 1
 * @param projjson the same as PROJJSON
 */
public record CrsText(String authority, int code, String name, String wkt, String projjson) {
  /** Whether it is WGS 84 with longitude first, which most formats take for granted. */
  boolean isWgs84() {
    return authority.equalsIgnoreCase("EPSG") && code == 4326;
  }
}
