package dev.penstock.server.access;

import dev.penstock.access.AuditBook;
import dev.penstock.access.AuditLine;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** {@code GET /v1/audit}: who did what, the newest first; {@code tenant}, {@code before}. */
public final class AuditResource {
  private final AuditBook book;

  public AuditResource(AuditBook book) {
    this.book = book;
  }

  public Reply list(Exchange exchange) throws IOException {
    Query query = exchange.query().only("tenant", "before", "limit");
    int limit = (int) query.whole("limit", 100, 1, 1_000);
    long before = query.whole("before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
    List<AuditBook.Numbered> page = book.list(query.one("tenant"), Optional.of(before), limit);
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("audit");
              page.forEach(each -> write(json, each));
              json.writeEndArray();
              json.writeObjectPropertyStart("links");
              if (page.size() == limit) {
                String tenant = query.one("tenant").map(name -> "&tenant=" + name).orElse("");
                json.writeStringProperty(
                    "next",
                    "/v1/audit?before=%d&limit=%d%s"
                        .formatted(page.getLast().number(), limit, tenant));
              }
              json.writeEndObject();
              json.writeEndObject();
            }));
  }

  private static void write(JsonGenerator json, AuditBook.Numbered each) {
    AuditLine line = each.line();
    json.writeStartObject();
    json.writeNumberProperty("number", each.number());
    Json.moment(json, "at", line.at());
    json.writeStringProperty("tenant", line.tenant());
    json.writeStringProperty("key", line.key());
    json.writeStringProperty("action", line.action());
    json.writeStringProperty("target", line.target());
    json.writeNumberProperty("status", line.status());
    json.writeEndObject();
  }
}
