package dev.penstock.server.http;

import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.RefusedException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Keeps web pages of others out. Any page in a browser on this machine can send requests to a
 * loopback port: a name that was made to point here (DNS rebinding) shows in {@code Host}, a form
 * or script of another site in {@code Origin} (RFC 6454) or {@code Sec-Fetch-Site} (Fetch
 * Metadata).
 */
final class Foreign {
  private static final Set<String> HERE = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*\\]|[^:]*)(?::[0-9]{0,5})?");
  private static final Pattern ORIGIN = Pattern.compile("https?://(.*)");

  private final boolean here;
  private final Set<String> names;

  /**
   * @param here whether the server listens on this machine only; where it does not, keys keep
   *     others out
   * @param names that a proxy in front calls it by
   */
  Foreign(boolean here, Set<String> names) {
    this.here = here;
    this.names = Set.copyOf(names);
  }

  /**
   * Lets a request of this machine pass.
   *
   * @throws RefusedException for any other
   */
  void check(Request request) {
    if (!here) {
      return;
    }
    HttpFields headers = request.getHeaders();
    for (String host : headers.getValuesList(HttpHeader.HOST)) {
      if (!isHere(host)) {
        throw refused("Host", host, "127.0.0.1, localhost or [::1]");
      }
    }
    if (SAFE.contains(request.getMethod())) {
      return;
    }
    for (String origin : headers.getValuesList(HttpHeader.ORIGIN)) {
      Matcher web = ORIGIN.matcher(origin);
      if (!web.matches() || !isHere(web.group(1))) {
        throw refused("Origin", origin, "a page of this machine");
      }
    }
    Optional<String> site = Optional.ofNullable(headers.get("Sec-Fetch-Site"));
    if (site.isPresent() && site.get().equalsIgnoreCase("cross-site")) {
      throw refused("Sec-Fetch-Site", site.get(), "same-origin, same-site or none");
    }
  }

  private boolean isHere(String authority) {
    Matcher parts = AUTHORITY.matcher(authority.strip());
    return parts.matches() && isName(parts.group(1).toLowerCase(Locale.ROOT));
  }

  private boolean isName(String host) {
    return HERE.contains(host) || names.contains(host);
  }

  private static RefusedException refused(String header, String value, String taken) {
    return HttpProblem.of(
            Code.FOREIGN, "%s is '%s'; taken is %s.".formatted(header, Exchange.clip(value), taken))
        .refused();
  }
}
