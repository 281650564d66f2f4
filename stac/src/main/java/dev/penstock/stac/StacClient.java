package dev.penstock.stac;

import dev.penstock.raster.source.Deadline;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Searches catalogues: by POST, by GET where that is refused, by walking through the files of one
 * that cannot be searched. Everything found is looked at again here, since catalogues differ in
 * what they understand. A search succeeds as a whole or fails with its reason. Thread-safe.
 */
public final class StacClient {
  private final StacSender sender;
  private final StacLimits limits;

  public StacClient(StacSender sender, StacLimits limits) {
    this.sender = sender;
    this.limits = limits;
  }

  /**
   * What a search brought.
   *
   * @param items each once, in the catalogue's order
   * @param unreadable why other items could not be used, a sentence each
   */
  public record Found(List<Item> items, List<String> unreadable) {
    public Found {
      items = List.copyOf(items);
      unreadable = List.copyOf(unreadable);
    }
  }

  /**
   * Searches the catalogue whose landing page, or first file, lies there.
   *
   * @param deadline for all of it
   */
  public Found search(URI root, Search search, Deadline deadline)
      throws StacException, InterruptedException {
    Catalogue catalogue = new Catalogue(root, sender, limits, deadline);
    JsonNode landing = catalogue.get(root);
    Findings findings = new Findings(search, limits.items());
    Optional<URI> address = searchAddress(landing, root);
    if (address.isPresent()) {
      new Pages(catalogue, findings)
          .read(address.get(), new SearchRequest(search, filters(landing)));
    } else {
      new StaticWalk(catalogue, findings).read(landing);
    }
    return findings.found();
  }

  private static Optional<URI> searchAddress(JsonNode landing, URI root) {
    for (JsonNode link : landing.path("links")) {
      if (link.path("rel").asString("").equals("search")) {
        return ItemReader.resolved(root, link.path("href").asString(""));
      }
    }
    return Optional.empty();
  }

  /** Whether it understands CQL2 in searches. */
  private static boolean filters(JsonNode landing) {
    boolean language = false;
    boolean place = false;
    for (JsonNode conformance : landing.path("conformsTo")) {
      String uri = conformance.asString("");
      language |= uri.contains("/cql2") && uri.endsWith("/conf/cql2-json");
      place |= uri.contains("item-search") && uri.endsWith("#filter");
    }
    return language && place;
  }
}
