package dev.penstock.server.dashboard;

import dev.penstock.server.web.Code;
import dev.penstock.server.web.ETag;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Reply;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The dashboard: {@code /} and {@code /ui/…} are its page, {@code /assets/{hash}/{file}} what the
 * page is made of. The page holds nothing of anybody: it asks the API, with the key of who looks.
 */
public final class DashboardResource {
  /** Only what this server itself serves; no inline script, no frame, no form to elsewhere. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Assets assets = Assets.read();
  private final String pageTag = ETag.of(assets.page());

  /** Whether the client is a browser that asks for a page. */
  public static boolean wanted(Exchange exchange) {
    return exchange.headers("Accept").stream().anyMatch(type -> type.startsWith("text/html"));
  }

  /** The page, whatever part of it the path names. */
  public Reply page(Exchange exchange) {
    var headers = headers(pageTag, "no-cache");
    return ETag.matches(exchange.header("If-None-Match"), pageTag)
        ? new Reply.Bare(304, headers)
        : new Reply.Whole(200, "text/html;charset=utf-8", headers, assets.page());
  }

  public Reply asset(Exchange exchange) {
    String name = exchange.path("file");
    Optional<byte[]> file =
        exchange.path("hash").equals(assets.hash()) ? assets.file(name) : Optional.empty();
    if (file.isEmpty()) {
      return Reply.refused(
          Code.ROUTE_UNKNOWN, "The dashboard has no such file in this version. Load / again.");
    }
    String tag = ETag.of(file.get());
    var headers = headers(tag, "public, max-age=31536000, immutable");
    return ETag.matches(exchange.header("If-None-Match"), tag)
        ? new Reply.Bare(304, headers)
        : new Reply.Whole(200, Assets.type(name), headers, file.get());
  }

  private static Map<String, String> headers(String tag, String cache) {
    return new TreeMap<>(
        Map.of(
            "ETag", tag,
            "Cache-Control", cache,
            "Vary", "Accept",
            "Content-Security-Policy", POLICY,
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin"));
  }
}
