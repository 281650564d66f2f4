package dev.penstock.server.account;

import dev.penstock.pipeline.Inputs;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.RefusedException;
import dev.penstock.server.web.Reply;
import dev.penstock.transactions.TransactionsPipeline;
import dev.penstock.transactions.store.MappingBook;
import dev.penstock.transactions.store.MappingBook.Mapping;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /v1/mappings/{header}}: how files of the caller's tenant with a header are to be read. A
 * dry run tells the header of a file.
 */
public final class MappingsResource {
  private static final int MAX_BODY = 16 * 1024;
  private static final JsonMapper JSON = new JsonMapper();

  private final MappingBook mappings;
  private final Catalog catalog;

  /**
   * The resource.
   *
   * @param catalog has the pipeline whose inputs say what a mapping may be
   */
  public MappingsResource(MappingBook mappings, Catalog catalog) {
    this.mappings = mappings;
    this.catalog = catalog;
  }

  public Reply read(Exchange exchange) throws IOException {
    exchange.query().only();
    Optional<Mapping> mapping = mappings.mapping(exchange.tenant(), header(exchange));
    return mapping.isPresent() ? shown(mapping.get()) : unknown(exchange);
  }

  public Reply forget(Exchange exchange) throws IOException {
    exchange.query().only();
    return mappings.forget(exchange.tenant(), header(exchange))
        ? new Reply.Bare(204, Map.of())
        : unknown(exchange);
  }

  /** {@code {"columns": {"timestamp": "Booked"}, "decimals": "comma", "dates": "dmy"}}. */
  public Reply keep(Exchange exchange) throws IOException {
    exchange.query().only();
    String header = header(exchange);
    JsonNode body;
    try {
      body = JSON.readTree(exchange.body().whole(MAX_BODY));
    } catch (JacksonException e) {
      throw invalid("it is not JSON");
    }
    String columns =
        body.path("columns").properties().stream()
            .map(column -> column.getKey() + "=" + column.getValue().asString(""))
            .collect(Collectors.joining(";"));
    var mapping =
        new Mapping(
            columns, body.path("decimals").asString("auto"), body.path("dates").asString("auto"));
    check(mapping);
    mappings.keep(exchange.tenant(), header, mapping);
    return shown(mapping);
  }

  /** It is what an import may say, and is checked in the same way. */
  private void check(Mapping mapping) {
    Map<String, List<String>> given = new LinkedHashMap<>();
    given.put("decimals", List.of(mapping.decimals()));
    given.put("dates", List.of(mapping.dates()));
    if (!mapping.columns().isEmpty()) {
      given.put("columns", List.of(mapping.columns()));
    }
    var inputs =
        catalog
            .named(TransactionsPipeline.NAME)
            .orElseThrow(() -> catalog.refusal(TransactionsPipeline.NAME))
            .pipeline()
            .inputs();
    if (inputs.read(given) instanceof Inputs.Reading.Refused(var problems)) {
      throw HttpProblem.of(Code.INPUT_INVALID, "The mapping cannot be used; see errors.")
          .withErrors(problems)
          .refused();
    }
  }

  private static String header(Exchange exchange) {
    return exchange.path("header");
  }

  private static Reply shown(Mapping mapping) {
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeObjectPropertyStart("columns");
              for (String column :
                  mapping.columns().isEmpty() ? new String[0] : mapping.columns().split(";", -1)) {
                String[] parts = column.split("=", 2);
                json.writeStringProperty(parts[0], parts[1]);
              }
              json.writeEndObject();
              json.writeStringProperty("decimals", mapping.decimals());
              json.writeStringProperty("dates", mapping.dates());
              json.writeEndObject();
            }));
  }

  private static Reply unknown(Exchange exchange) {
    return Reply.refused(
        Code.MAPPING_UNKNOWN,
        "Nothing was said of files with the header '%s'."
            .formatted(Exchange.clip(header(exchange))));
  }

  private static RefusedException invalid(String why) {
    return HttpProblem.of(Code.BODY_INVALID, "The body cannot be used: " + why + ".").refused();
  }
}
