package dev.penstock.stac;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Collects what a search brings: each item once, only what was wanted. */
final class Findings {
  private final Search search;
  private final int most;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, Item> items = new LinkedHashMap<>();
  private final List<String> unreadable = new ArrayList<>();

  Findings(Search search, int most) {
    this.search = search;
    this.most = most;
  }

  /** How many different items came by, wanted or not. */
  int size() {
    return seen.size();
  }

  void add(JsonNode json, URI base) throws StacException {
    String name = json.path("collection").asString("") + "/" + json.path("id").asString("");
    if (!seen.add(name)) {
      return;
    }
    if (seen.size() > most) {
      throw new StacException(StacFault.TOO_MANY, "More than %d items.".formatted(most));
    }
    switch (ItemReader.read(json, base)) {
      case ItemReader.Read.Good good -> {
        if (search.wants(good.item())) {
          items.put(name, good.item());
        }
      }
      case ItemReader.Read.Bad bad -> unreadable.add(bad.why());
    }
  }

  StacClient.Found found() {
    return new StacClient.Found(List.copyOf(items.values()), unreadable);
  }
}
