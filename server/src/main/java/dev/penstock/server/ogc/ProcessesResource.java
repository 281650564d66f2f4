package dev.penstock.server.ogc;

import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.server.link.FormatParameter;
import dev.penstock.server.link.OgcLinks;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.InputSchema;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Reply;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** {@code /ogc/processes} and {@code /ogc/processes/{process}}: every pipeline is a process. */
public final class ProcessesResource {
  /** The input that is the payload itself. */
  static final String PAYLOAD = "payload";

  private final Catalog catalog;
  private final String publicUrl;

  public ProcessesResource(Catalog catalog, String publicUrl) {
    this.catalog = catalog;
    this.publicUrl = publicUrl;
  }

  public Reply list(Exchange exchange) {
    FormatParameter.only(exchange, "limit").whole("limit", 100, 1, 10_000);
    OgcLinks links = OgcLinks.of(exchange, publicUrl);
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("processes");
              for (Offer offer : catalog.all()) {
                json.writeStartObject();
                summary(json, offer.pipeline(), links);
                json.writeEndObject();
              }
              json.writeEndArray();
              links.begin(json);
              links.link(json, "self", OgcLinks.JSON, "/ogc/processes");
              links.end(json);
              json.writeEndObject();
            }));
  }

  public Reply one(Exchange exchange) {
    FormatParameter.only(exchange);
    Optional<Offer> offer = catalog.offered(exchange.path("process"));
    if (offer.isEmpty()) {
      return OgcProblem.NO_SUCH_PROCESS.reply(catalog.unknown(exchange.path("process")).detail());
    }
    Pipeline pipeline = offer.get().pipeline();
    OgcLinks links = OgcLinks.of(exchange, publicUrl);
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              summary(json, pipeline, links);
              inputs(json, pipeline);
              outputs(json);
              json.writeEndObject();
            }));
  }

  private static void summary(JsonGenerator json, Pipeline pipeline, OgcLinks links) {
    String self = "/ogc/processes/" + pipeline.name();
    json.writeStringProperty("id", pipeline.name());
    json.writeStringProperty("title", pipeline.name());
    json.writeStringProperty("description", pipeline.summary());
    json.writeStringProperty("version", Integer.toString(pipeline.version()));
    json.writeArrayPropertyStart("jobControlOptions");
    json.writeString("async-execute");
    json.writeString("dismiss");
    json.writeEndArray();
    json.writeArrayPropertyStart("outputTransmission");
    json.writeString("reference");
    json.writeEndArray();
    links.begin(json);
    links.link(json, "self", OgcLinks.JSON, self);
    links.link(json, OgcLinks.REL + "execute", OgcLinks.JSON, self + "/execution");
    links.end(json);
  }

  private static void inputs(JsonGenerator json, Pipeline pipeline) {
    json.writeObjectPropertyStart("inputs");
    json.writeObjectPropertyStart(PAYLOAD);
    json.writeStringProperty("title", "The payload");
    json.writeStringProperty(
        "description", "A value, a text, base 64, or an href that it is fetched from.");
    json.writeNumberProperty("minOccurs", 1);
    json.writeNumberProperty("maxOccurs", 1);
    json.writeObjectPropertyStart("schema");
    json.writeEndObject();
    json.writeEndObject();
    for (Input input : pipeline.inputs().all()) {
      json.writeObjectPropertyStart(input.name());
      json.writeStringProperty("title", input.name());
      json.writeStringProperty("description", input.help());
      json.writeNumberProperty("minOccurs", 0);
      json.writeNumberProperty("maxOccurs", 1);
      json.writeObjectPropertyStart("schema");
      InputSchema.write(json, input);
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** Which results a job has, it says itself. */
  private static void outputs(JsonGenerator json) {
    json.writeObjectPropertyStart("outputs");
    json.writeObjectPropertyStart("results");
    json.writeStringProperty("title", "Result files and links, each by its name");
    json.writeObjectPropertyStart("schema");
    json.writeStringProperty("type", "object");
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }
}
