package dev.penstock.server.openapi;

import dev.penstock.server.web.ETag;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Reply;
import java.util.Map;

/** {@code GET /v1/openapi.json}. */
public final class OpenApiResource {
  private final byte[] document;
  private final String tag;

  public OpenApiResource(OpenApi api) {
    this.document = api.bytes();
    this.tag = ETag.of(document);
  }

  public Reply read(Exchange exchange) {
    exchange.query().only();
    Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "no-cache");
    return ETag.matches(exchange.header("If-None-Match"), tag)
        ? new Reply.Bare(304, headers)
        : new Reply.Whole(200, "application/json", headers, document);
  }
}
