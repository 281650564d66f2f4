package dev.penstock.stac;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Goes through a catalogue that is only files, link by link, each once. */
final class StaticWalk {
  private final Catalogue catalogue;
  private final Findings findings;
  private final Set<URI> seen = new HashSet<>();
  private final Deque<URI> waiting = new ArrayDeque<>();

  StaticWalk(Catalogue catalogue, Findings findings) {
    this.catalogue = catalogue;
    this.findings = findings;
  }

  /**
   * Reads everything below a document.
   *
   * @param root of the catalogue, read already
   */
  void read(JsonNode root) throws StacException, InterruptedException {
    seen.add(catalogue.root());
    take(root, catalogue.root());
    while (!waiting.isEmpty()) {
      URI uri = waiting.removeFirst();
      take(catalogue.get(uri), uri);
    }
  }

  private void take(JsonNode json, URI uri) throws StacException {
    String type = json.path("type").asString("");
    if (type.equals("Feature")) {
      findings.add(json, uri);
      return;
    }
    if (type.equals("FeatureCollection")) {
      for (JsonNode feature : json.path("features")) {
        findings.add(feature, uri);
      }
    }
    for (JsonNode link : json.path("links")) {
      String rel = link.path("rel").asString("");
      if (rel.equals("child") || rel.equals("item") || rel.equals("items")) {
        follow(link, uri);
      }
    }
  }

  private void follow(JsonNode link, URI from) throws StacException {
    URI uri =
        ItemReader.resolved(from, link.path("href").asString(""))
            .orElseThrow(
                () -> new StacException(StacFault.MALFORMED, from + " has a link to nowhere."));
    if (!seen.add(uri)) {
      return;
    }
    if (seen.size() > catalogue.limits().pages()) {
      throw new StacException(
          StacFault.TOO_MANY,
          "The catalogue has more than %d files.".formatted(catalogue.limits().pages()));
    }
    waiting.add(uri);
  }
}
