package dev.penstock.server.http;

import dev.penstock.server.dashboard.DashboardResource;
import dev.penstock.server.openapi.Operation;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code /}: every operation in a line for somebody with a terminal, the dashboard for a browser.
 */
final class IndexResource {
  private static final String HEAD =
      """
      Penstock: durable in milliseconds, done in the background, served precomputed.
      The same for programs, with parameters and answers: /v1/openapi.json

      """;

  private final byte[] text =
      Operation.all().stream()
          .map(each -> "%-7s %-52s %s%n".formatted(each.method(), each.path(), each.summary()))
          .collect(Collectors.joining("", HEAD, ""))
          .getBytes(StandardCharsets.UTF_8);

  private final DashboardResource dashboard;

  IndexResource(DashboardResource dashboard) {
    this.dashboard = dashboard;
  }

  /** The dashboard for a browser, a list of what there is for everybody else. */
  Reply read(Exchange exchange) {
    if (DashboardResource.wanted(exchange)) {
      return dashboard.page(exchange);
    }
    exchange.query().only();
    return new Reply.Whole(200, "text/plain;charset=utf-8", Map.of("Vary", "Accept"), text);
  }
}
