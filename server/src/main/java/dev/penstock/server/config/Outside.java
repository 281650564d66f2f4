package dev.penstock.server.config;

import dev.penstock.egress.Cidr;
import dev.penstock.egress.EgressRules;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * How the server meets the outside.
 *
 * @param rules for requests that it sends
 * @param publicUrl what it is reached by; links in callbacks start with it; empty: they are
 *     relative
 */
public record Outside(EgressRules rules, String publicUrl) {
  /** Public addresses only, relative links. */
  public static final Outside DEFAULT = new Outside(EgressRules.PUBLIC, "");

  static final String NONE = "none";

  static Outside of(String allow, String publicUrl) {
    List<Cidr> networks = words(allow).stream().map(Cidr::parse).toList();
    return new Outside(EgressRules.PUBLIC.allowing(networks), url(publicUrl));
  }

  /** What stands between commas. */
  static List<String> words(String text) {
    return text.equals(NONE)
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  private static String url(String text) {
    if (text.equals(NONE)) {
      return "";
    }
    String scheme = URI.create(text).getScheme();
    if (!"https".equals(scheme) && !"http".equals(scheme)) {
      throw new IllegalArgumentException(
          "http.public-url = %s: expected https://HOST or http://HOST".formatted(text));
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
