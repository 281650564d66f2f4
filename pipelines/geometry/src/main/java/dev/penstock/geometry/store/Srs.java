package dev.penstock.geometry.store;

/**
 * The CRS of stored coordinates, as a store's own tables want to describe it.
 *
 * @param authority for example {@code EPSG}
 * @param code for example 3857
 * @param name for people
 * @param wkt OGC WKT 1
 */
public record Srs(String authority, int code, String name, String wkt) {}
