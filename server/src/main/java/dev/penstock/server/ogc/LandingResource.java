package dev.penstock.server.ogc;

import dev.penstock.server.link.FormatParameter;
import dev.penstock.server.link.OgcLinks;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Reply;
import java.util.List;

/** {@code /ogc} and {@code /ogc/conformance}: where an OGC API client begins. */
public final class LandingResource {
  private static final String PROCESSES =
      "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/";
  private static final String FEATURES = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/";
  private static final List<String> CONFORMS_TO =
      List.of(
          "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
          "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/json",
          "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
          PROCESSES + "core",
          PROCESSES + "ogc-process-description",
          PROCESSES + "json",
          PROCESSES + "job-list",
          PROCESSES + "callback",
          PROCESSES + "dismiss",
          FEATURES + "core",
          FEATURES + "geojson",
          "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs");

  private final String publicUrl;

  /**
   * @param publicUrl what the server is reached by; empty: what the client used
   */
  public LandingResource(String publicUrl) {
    this.publicUrl = publicUrl;
  }

  public Reply landing(Exchange exchange) {
    FormatParameter.only(exchange);
    OgcLinks links = OgcLinks.of(exchange, publicUrl);
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("title", "Penstock");
              json.writeStringProperty(
                  "description",
                  "Durable in milliseconds, done in the background, served precomputed.");
              links.begin(json);
              links.link(json, "self", OgcLinks.JSON, "/ogc");
              links.link(
                  json,
                  "service-desc",
                  "application/vnd.oai.openapi+json;version=3.1",
                  "/v1/openapi.json");
              links.link(json, "conformance", OgcLinks.JSON, "/ogc/conformance");
              links.link(json, OgcLinks.REL + "conformance", OgcLinks.JSON, "/ogc/conformance");
              links.link(json, "data", OgcLinks.JSON, "/ogc/collections");
              links.link(json, OgcLinks.REL + "processes", OgcLinks.JSON, "/ogc/processes");
              links.link(json, OgcLinks.REL + "job-list", OgcLinks.JSON, "/ogc/jobs");
              links.end(json);
              json.writeEndObject();
            }));
  }

  public Reply conformance(Exchange exchange) {
    FormatParameter.only(exchange);
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("conformsTo");
              CONFORMS_TO.forEach(json::writeString);
              json.writeEndArray();
              json.writeEndObject();
            }));
  }
}
