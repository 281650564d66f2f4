package dev.penstock.server.config;

import dev.penstock.egress.Cidr;
import dev.penstock.egress.EgressRules;
import dev.penstock.server.oidc.OidcSettings;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the server meets the outside.
 *
 * @param rules for requests that it sends
 * @param publicUrl what it is reached by; links in callbacks start with it; empty: they are
 *     relative
 * @param issuer whose tokens are taken
 * @param most bytes of a payload that is fetched
 * @param streams in front of the server and behind it
 */
public record Outside(
    EgressRules rules,
    String publicUrl,
    long most,
    Optional<OidcSettings> issuer,
    Optional<StreamSettings> streams) {
  /** Public addresses only, relative links. */
  public static final Outside DEFAULT =
      new Outside(EgressRules.PUBLIC, "", 4L << 30, Optional.empty(), Optional.empty());

  static final String NONE = "none";

  static Outside of(String allow, String publicUrl, long most, Optional<OidcSettings> issuer) {
    List<Cidr> networks = words(allow).stream().map(Cidr::parse).toList();
    return new Outside(
        EgressRules.PUBLIC.allowing(networks), url(publicUrl), most, issuer, Optional.empty());
  }

  /** The same with streams. */
  Outside streams(Optional<StreamSettings> streams) {
    return new Outside(rules, publicUrl, most, issuer, streams);
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
