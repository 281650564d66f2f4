package dev.penstock.stac;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A search as a request of STAC API.
 *
 * @param filters whether the catalogue understands CQL2
 */
record SearchRequest(Search search, boolean filters) {

  Catalogue.Request post(URI uri, int pageSize) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    ArrayNode box = body.putArray("bbox");
    for (double bound : bounds()) {
      box.add(bound);
    }
    body.put("datetime", datetime());
    if (!search.collections().isEmpty()) {
      ArrayNode collections = body.putArray("collections");
      search.collections().forEach(collections::add);
    }
    body.put("limit", pageSize);
    if (filters && search.mostCloud().isPresent()) {
      body.put("filter-lang", "cql2-json");
      ObjectNode filter = body.putObject("filter");
      filter.put("op", "<=");
      ArrayNode arguments = filter.putArray("args");
      arguments.addObject().put("property", "eo:cloud_cover");
      arguments.add(search.mostCloud().getAsDouble());
    }
    return new Catalogue.Request("POST", uri, Map.of(), Optional.of((JsonNode) body));
  }

  Catalogue.Request get(URI uri, int pageSize) {
    List<String> query = new ArrayList<>();
    List<String> bounds = new ArrayList<>();
    for (double bound : bounds()) {
      bounds.add(Double.toString(bound));
    }
    query.add("bbox=" + encoded(String.join(",", bounds)));
    query.add("datetime=" + encoded(datetime()));
    if (!search.collections().isEmpty()) {
      query.add("collections=" + encoded(String.join(",", search.collections())));
    }
    query.add("limit=" + pageSize);
    OptionalDouble cloud = search.mostCloud();
    if (filters && cloud.isPresent()) {
      query.add("filter-lang=cql2-text");
      query.add("filter=" + encoded("eo:cloud_cover <= " + cloud.getAsDouble()));
    }
    String mark = uri.getRawQuery() == null ? "?" : "&";
    return Catalogue.Request.get(URI.create(uri + mark + String.join("&", query)));
  }

  private double[] bounds() {
    Search.Box area = search.area();
    return new double[] {area.west(), area.south(), area.east(), area.north()};
  }

  private String datetime() {
    return search.from() + "/" + search.to();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
