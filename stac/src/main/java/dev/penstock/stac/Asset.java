package dev.penstock.stac;

import java.net.URI;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One file of a scene.
 *
 * @param key under which the scene lists it
 * @param type its media type; empty if it is not told
 * @param commonNames of its bands, in their order; an empty text where a band has none
 * @param json all that the catalogue says of it
 */
public record Asset(String key, URI href, String type, List<String> commonNames, JsonNode json) {
  public Asset {
    commonNames = List.copyOf(commonNames);
  }

  /** Whether it says that it is a GeoTIFF. */
  public boolean tiff() {
    return type.startsWith("image/tiff") || href.getPath().endsWith(".tif");
  }
}
