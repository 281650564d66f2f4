package dev.penstock.stac;

import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows a search from page to page. What ends it: a page without a next one. What breaks it off:
 * a request that was made before, a page that brings nothing new, a foreign host, too many pages.
 */
final class Pages {
  private static final int SMALLEST_PAGE = 10;

  private final Catalogue catalogue;
  private final Findings findings;
  private final Set<String> made = new HashSet<>();

  Pages(Catalogue catalogue, Findings findings) {
    this.catalogue = catalogue;
    this.findings = findings;
  }

  /** Reads all pages of the search that is answered there. */
  void read(URI address, SearchRequest search) throws StacException, InterruptedException {
    Page page = first(address, search);
    while (true) {
      int before = findings.size();
      boolean any = take(page);
      Optional<Catalogue.Request> next = next(page);
      if (next.isEmpty()) {
        return;
      }
      if (!any || findings.size() == before) {
        throw new StacException(
            StacFault.LOOPING, "A page of the search brings nothing new, and tells of a next one.");
      }
      page = new Page(next.get(), answered(next.get()));
    }
  }

  /** A page and what it was asked with. */
  private record Page(Catalogue.Request request, JsonNode json) {}

  private Page first(URI address, SearchRequest search) throws StacException, InterruptedException {
    int size = search.search().pageSize();
    boolean posts = true;
    while (true) {
      Catalogue.Request request = posts ? search.post(address, size) : search.get(address, size);
      Catalogue.Reply reply = catalogue.send(request);
      switch (reply) {
        case Catalogue.Reply.Json json -> {
          made.add(request.text());
          return new Page(request, json.json());
        }
        case Catalogue.Reply.Status status -> {
          boolean noPost =
              status.status() == 405 || status.status() == 404 || status.status() == 501;
          if (posts && noPost) {
            posts = false;
          } else if (tooLarge(status.status()) && size / 2 >= SMALLEST_PAGE) {
            size /= 2;
          } else {
            throw refused(status);
          }
        }
      }
    }
  }

  /** Gateways say so when a page is larger or slower than they allow. */
  private static boolean tooLarge(int status) {
    return status == 413 || status == 502 || status == 504;
  }

  private static StacException refused(Catalogue.Reply.Status status) {
    StacFault fault = status.status() >= 500 ? StacFault.UNREACHABLE : StacFault.REFUSED;
    return new StacException(fault, "The search: " + status.said());
  }

  private JsonNode answered(Catalogue.Request request) throws StacException, InterruptedException {
    if (!made.add(request.text())) {
      throw new StacException(StacFault.LOOPING, "The pages of the search run in a circle.");
    }
    if (made.size() > catalogue.limits().pages()) {
      throw new StacException(
          StacFault.TOO_MANY, "More than %d pages.".formatted(catalogue.limits().pages()));
    }
    return switch (catalogue.send(request)) {
      case Catalogue.Reply.Json json -> json.json();
      case Catalogue.Reply.Status status -> throw refused(status);
    };
  }

  private boolean take(Page page) throws StacException {
    JsonNode features = page.json().path("features");
    if (!features.isArray()) {
      throw new StacException(StacFault.MALFORMED, "A page of the search has no features.");
    }
    for (JsonNode feature : features) {
      findings.add(feature, page.request().uri());
    }
    return !features.isEmpty();
  }

  private Optional<Catalogue.Request> next(Page page) throws StacException {
    for (JsonNode link : page.json().path("links")) {
      if (link.path("rel").asString("").equals("next")) {
        return Optional.of(request(link, page.request()));
      }
    }
    return Optional.empty();
  }

  private static Catalogue.Request request(JsonNode link, Catalogue.Request before)
      throws StacException {
    URI uri =
        ItemReader.resolved(before.uri(), link.path("href").asString(""))
            .orElseThrow(
                () -> new StacException(StacFault.MALFORMED, "The next page has no address."));
    boolean merges = link.path("merge").asBoolean(false);
    Map<String, String> headers = new TreeMap<>(merges ? before.headers() : Map.of());
    link.path("headers")
        .properties()
        .forEach(entry -> headers.put(entry.getKey(), entry.getValue().asString("")));
    headers.keySet().removeIf(name -> name.equalsIgnoreCase("host"));
    if (!link.path("method").asString("GET").equalsIgnoreCase("POST")) {
      return new Catalogue.Request("GET", uri, headers, Optional.empty());
    }
    ObjectNode body = JsonMapper.shared().createObjectNode();
    Map<String, JsonNode> members = new LinkedHashMap<>();
    if (merges) {
      before
          .body()
          .ifPresent(old -> old.properties().forEach(e -> members.put(e.getKey(), e.getValue())));
    }
    link.path("body").properties().forEach(e -> members.put(e.getKey(), e.getValue()));
    members.forEach(body::set);
    return new Catalogue.Request("POST", uri, headers, Optional.of((JsonNode) body));
  }
}
