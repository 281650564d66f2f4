package dev.penstock.server.ogc;

import dev.penstock.server.link.OgcLinks;
import dev.penstock.server.web.Exchange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;

/**
 * Links between the resources, as whole URLs: clients of other people rarely resolve others.
 *
 * @param root the URL of the landing page
 */
record Links(String root) {
  static final String JSON = "application/json";
  static final String GEOJSON = "application/geo+json";
  static final String OPENAPI = "application/vnd.oai.openapi+json;version=3.0";

  static Links of(Exchange exchange, String publicUrl) {
    return new Links(OgcLinks.of(exchange, publicUrl).base() + "/ogc");
  }

  String collections() {
    return root + "/collections";
  }

  String collection(String id) {
    return collections() + "/" + encoded(id);
  }

  String items(String collection) {
    return collection(collection) + "/items";
  }

  String item(String collection, String id) {
    return items(collection) + "/" + encoded(id);
  }

  static void write(JsonGenerator json, String rel, String type, String href) {
    json.writeStartObject();
    json.writeStringProperty("rel", rel);
    json.writeStringProperty("type", type);
    json.writeStringProperty("href", href);
    json.writeEndObject();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
