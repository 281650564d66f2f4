package dev.penstock.server.intake;

import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A body that names payloads instead of being one: {@code text/uri-list} (RFC 2483). */
final class UrlList {
  static final String TYPE = "text/uri-list";

  /** Payloads of one request; each becomes a job. */
  static final int MOST = 100;

  private static final int MOST_BYTES = 48 << 10;

  private UrlList() {}

  /** The URLs, in their order; a line that starts with a hash is a remark. */
  static List<String> read(Exchange exchange) throws IOException {
    String text = new String(exchange.body().whole(MOST_BYTES), StandardCharsets.UTF_8);
    List<String> urls =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    if (urls.isEmpty() || urls.size() > MOST) {
      throw HttpProblem.of(
              Code.BODY_INVALID,
              "A list of URLs has one a line, 1 to %d of them; this one has %d."
                  .formatted(MOST, urls.size()))
          .refused();
    }
    return urls;
  }
}
