package dev.penstock.server.ogc;

import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Reply;
import java.util.List;
import java.util.Map;

/** {@code /ogc}, what it conforms to, and its description for programs. */
public final class LandingResource {
  private static final String REL = "http://www.opengis.net/def/rel/ogc/1.0/";
  private static final String PROCESSES =
      "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/";

  private static final List<String> CONFORMANCE =
      List.of(
          "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
          "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
          "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
          "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
          "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
          "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
          PROCESSES + "core",
          PROCESSES + "ogc-process-description",
          PROCESSES + "json",
          PROCESSES + "job-list",
          PROCESSES + "callback",
          PROCESSES + "dismiss");

  private final String publicUrl;

  /**
   * @param publicUrl what the server is reached by; empty: as the request says
   */
  public LandingResource(String publicUrl) {
    this.publicUrl = publicUrl;
  }

  public Reply landing(Exchange exchange) {
    exchange.query().only("f");
    Links links = Links.of(exchange, publicUrl);
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("title", "Penstock");
              json.writeStringProperty(
                  "description", "Published features and pipelines, by OGC API.");
              json.writeArrayPropertyStart("links");
              Links.write(json, "self", Links.JSON, links.root());
              Links.write(json, "service-desc", Links.OPENAPI, links.root() + "/api");
              Links.write(json, "conformance", Links.JSON, links.root() + "/conformance");
              Links.write(json, "data", Links.JSON, links.collections());
              Links.write(json, REL + "processes", Links.JSON, links.root() + "/processes");
              Links.write(json, REL + "job-list", Links.JSON, links.root() + "/jobs");
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  public Reply conformance(Exchange exchange) {
    exchange.query().only("f");
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("conformsTo");
              CONFORMANCE.forEach(json::writeString);
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  public Reply api(Exchange exchange) {
    exchange.query().only("f");
    return new Reply.Whole(
        200, Links.OPENAPI, Map.of(), ApiDescription.json(Links.of(exchange, publicUrl).root()));
  }
}
