package dev.penstock.server.farm;

import dev.penstock.job.Problem;
import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.farm.FarmDraft;
import dev.penstock.ndvi.farm.FarmReader;
import dev.penstock.ndvi.store.FarmBook.Kept;
import dev.penstock.pipeline.Reject;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Farms: kept one by one or many at once, listed, forgotten. */
public final class FarmsResource {
  private static final int MOST_BYTES = 32 << 20;
  private static final int ONE_FARM = 8 << 20;
  private static final int PAGE = 100;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final FarmParts parts;

  public FarmsResource(FarmParts parts) {
    this.parts = parts;
  }

  /** A page of farms as a GeoJSON collection. */
  public Reply list(Exchange exchange) throws IOException {
    Query query = exchange.query().only("after", "limit", "active");
    int limit = (int) query.whole("limit", PAGE, 1, 1_000);
    boolean active = query.one("active").orElse("").equals("true");
    List<Farm> page =
        parts.book().page(exchange.tenant(), query.one("after").orElse(""), limit, active);
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("type", "FeatureCollection");
              json.writeArrayPropertyStart("features");
              page.forEach(farm -> FarmJson.write(json, farm));
              json.writeEndArray();
              json.writeObjectPropertyStart("links");
              if (page.size() == limit) {
                json.writeStringProperty(
                    "next",
                    "/v1/farms?limit=%d&after=%s%s"
                        .formatted(limit, page.getLast().id(), active ? "&active=true" : ""));
              }
              json.writeEndObject();
              json.writeEndObject();
            });
    return new Reply.Whole(200, "application/geo+json", Map.of(), body);
  }

  /** One farm as a GeoJSON feature. */
  public Reply one(Exchange exchange) throws IOException {
    exchange.query().only();
    return feature(200, FarmFound.of(parts, exchange));
  }

  /** Keeps a farm: a GeoJSON feature, or a bare polygon. */
  public Reply put(Exchange exchange) throws IOException {
    exchange.query().only();
    String id = exchange.path("farm");
    FarmDraft.problemWith(id).ifPresent(FarmsResource::refuse);
    FarmReader.Farms read = read(named(exchange.body().whole(ONE_FARM), id));
    if (!read.rejects().isEmpty()) {
      throw refused(read.rejects().getFirst().problem());
    }
    if (read.farms().size() != 1) {
      throw HttpProblem.of(Code.BODY_INVALID, "The body has to be one GeoJSON feature.").refused();
    }
    Kept kept = parts.book().put(exchange.tenant(), read.farms()).getFirst();
    int status = kept.change() == dev.penstock.ndvi.store.FarmBook.Change.CREATED ? 201 : 200;
    return feature(status, kept.farm()).withHeader("Location", FarmJson.home(id));
  }

  /** The path says which farm it is, whatever the body says. */
  private static byte[] named(byte[] body, String id) {
    try {
      JsonNode json = JSON.readTree(body);
      if (!json.isObject() || json.path("type").asString("").equals("FeatureCollection")) {
        throw HttpProblem.of(Code.BODY_INVALID, "The body has to be one GeoJSON feature.")
            .refused();
      }
      ObjectNode feature = (ObjectNode) json;
      if (!json.path("type").asString("").equals("Feature")) {
        feature = JSON.createObjectNode().put("type", "Feature");
        feature.set("geometry", json);
        feature.putObject("properties");
      }
      return feature.put("id", id).toString().getBytes(StandardCharsets.UTF_8);
    } catch (JacksonException e) {
      throw HttpProblem.of(Code.BODY_INVALID, "The body is not JSON.").refused();
    }
  }

  /** Keeps many farms: a GeoJSON collection; bad ones are told, the others are kept. */
  public Reply importAll(Exchange exchange) throws IOException {
    exchange.query().only();
    FarmReader.Farms read = read(exchange.body().whole(MOST_BYTES));
    List<Kept> kept = parts.book().put(exchange.tenant(), read.farms());
    var counts = new TreeMap<String, Integer>();
    kept.forEach(
        each -> counts.merge(each.change().name().toLowerCase(Locale.ROOT), 1, Integer::sum));
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              for (String change : List.of("created", "moved", "same")) {
                json.writeNumberProperty(change, counts.getOrDefault(change, 0));
              }
              json.writeArrayPropertyStart("rejected");
              for (Reject reject : read.rejects()) {
                json.writeStartObject();
                json.writeNumberProperty("item", reject.item());
                json.writeStringProperty("code", reject.problem().code());
                json.writeStringProperty("detail", reject.problem().detail());
                json.writeEndObject();
              }
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  private static FarmReader.Farms read(byte[] body) throws IOException {
    try {
      return switch (FarmReader.read(body)) {
        case FarmReader.Farms farms -> farms;
        case FarmReader.Broken(var problem) -> throw refused(problem);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while farms were read");
    }
  }

  private static void refuse(Problem problem) {
    throw refused(problem);
  }

  private static RuntimeException refused(Problem problem) {
    return HttpProblem.of(Code.FARM_INVALID, problem.detail())
        .withErrors(List.of(problem))
        .refused();
  }

  private static Reply.Whole feature(int status, Farm farm) {
    return new Reply.Whole(
        status, "application/geo+json", Map.of(), Json.bytes(json -> FarmJson.write(json, farm)));
  }

  /** Forgets a farm and all that was seen of it. */
  public Reply delete(Exchange exchange) throws IOException {
    exchange.query().only();
    Optional<Farm> farm = parts.book().one(exchange.tenant(), exchange.path("farm"));
    if (farm.isEmpty() || !parts.book().remove(exchange.tenant(), farm.get().id())) {
      throw FarmFound.unknown(exchange);
    }
    return new Reply.Bare(204, Map.of());
  }
}
