package dev.penstock.server.link;

import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Query;
import java.util.stream.Stream;

/** {@code f=json}: clients of OGC APIs send it unasked. There is no other format. */
public final class FormatParameter {
  private FormatParameter() {}

  /** The query, if it has no names but these and {@code f}. */
  public static Query only(Exchange exchange, String... names) {
    String[] all = Stream.concat(Stream.of(names), Stream.of("f")).toArray(String[]::new);
    Query query = exchange.query().only(all);
    query
        .one("f")
        .filter(format -> !format.equalsIgnoreCase("json"))
        .ifPresent(
            format -> {
              throw Query.invalid("f", "takes json");
            });
    return query;
  }
}
