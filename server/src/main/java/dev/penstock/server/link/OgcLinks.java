package dev.penstock.server.link;

import dev.penstock.server.web.Exchange;
import tools.jackson.core.JsonGenerator;

/**
 * Links as OGC API has them: absolute, in an array, each with a relation and a media type.
 *
 * @param base what the server is reached by, without a slash at the end
 */
public record OgcLinks(String base) {
  /** Media type of everything else. */
  public static final String JSON = "application/json";

  /** Media type of features. */
  public static final String GEOJSON = "application/geo+json";

  /** What the relations of OGC start with. */
  public static final String REL = "http://www.opengis.net/def/rel/ogc/1.0/";

  /** Where the links of this request's answer start. */
  public static OgcLinks of(Exchange exchange, String publicUrl) {
    return new OgcLinks(publicUrl.isEmpty() ? exchange.origin() : publicUrl);
  }

  public void begin(JsonGenerator json) {
    json.writeArrayPropertyStart("links");
  }

  /** One link; {@code path} starts with a slash. */
  public void link(JsonGenerator json, String rel, String type, String path) {
    json.writeStartObject();
    json.writeStringProperty("href", base + path);
    json.writeStringProperty("rel", rel);
    json.writeStringProperty("type", type);
    json.writeEndObject();
  }

  public void end(JsonGenerator json) {
    json.writeEndArray();
  }
}
