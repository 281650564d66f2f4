package dev.penstock.server.ogc;

import dev.penstock.geometry.store.FeatureCollections.Page;
import dev.penstock.geometry.store.FeatureCollections.Wanted;
import dev.penstock.server.web.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * The ids that features have in URLs: their own ones, and for those without one the place in the
 * collection behind a tilde.
 */
final class FeatureIds {
  private static final String PLACE = "~";
  private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9.eE+-]{0,40}");

  private FeatureIds() {}

  /** The id of a feature of a page as JSON text. */
  static String of(Page.Found page, int i) {
    String own = page.rows().get(i).id();
    return own == null ? '"' + PLACE + page.places().get(i) + '"' : own;
  }

  /** The same as it stands in a URL. */
  static String text(Page.Found page, int i) {
    String id = of(page, i);
    return id.charAt(0) == '"' ? JsonMapper.shared().readTree(id).asString() : id;
  }

  /** What an id in a URL may be: a string, written in one of the usual ways, or a number. */
  static Wanted wanted(String id) {
    Set<String> texts = new LinkedHashSet<>();
    String quoted = new String(Json.bytes(json -> json.writeString(id)), StandardCharsets.UTF_8);
    texts.add(quoted);
    texts.add(escaped(quoted, "\\u%04x"));
    texts.add(escaped(quoted, "\\u%04X"));
    texts.add(quoted.replace("/", "\\/"));
    if (NUMBER.matcher(id).matches()) {
      texts.add(id);
    }
    return new Wanted(List.copyOf(texts), id.startsWith(PLACE) ? id.substring(PLACE.length()) : "");
  }

  private static String escaped(String text, String form) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c < 0x80 ? String.valueOf(c) : String.format(Locale.ROOT, form, (int) c));
    }
    return out.toString();
  }
}
