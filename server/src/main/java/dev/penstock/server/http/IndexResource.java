package dev.penstock.server.http;

import dev.penstock.server.dashboard.DashboardResource;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** {@code /}: where things are: as text for a terminal, as the dashboard for a browser. */
final class IndexResource {
  private static final String TEXT =
      """
      Penstock: durable in milliseconds, done in the background, served precomputed.

      POST   /v1/pipelines/{pipeline}/jobs      a payload in, 202 and a job out
      GET    /v1/pipelines                      what there is, and its inputs
      GET    /v1/jobs                           newest first; pipeline, status, limit, before
      GET    /v1/jobs/{id}                      one job; Prefer: wait=30 waits for a change
      DELETE /v1/jobs/{id}                      dismiss a live job, remove an ended one
      GET    /v1/jobs/{id}/events               timeline; Accept: text/event-stream follows it
      GET    /v1/jobs/{id}/rejects              bad items, one JSON line each
      GET    /v1/jobs/{id}/results              files and links
      GET    /v1/jobs/{id}/dead-letters         chunks that gave up
      POST   /v1/jobs/{id}/replay               try them again
      GET    /v1/schedules                      jobs that are submitted again and again
      PUT    /v1/schedules/{id}                 keep one: cron, zone, pipeline, inputs, payload
      POST   /v1/schedules/{id}/backfill        its slots of a past range; from, to, dry-run
      GET    /v1/collections                    published features
      GET    /v1/collections/{id}/items         GeoJSON; bbox, limit, cursor
      GET    /ogc                               the same by OGC API - Features, for a GIS
      GET    /                                  in a browser: the dashboard
      GET    /health/live  /health/ready  /metrics
      """;

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
    return new Reply.Whole(
        200,
        "text/plain;charset=utf-8",
        Map.of("Vary", "Accept"),
        TEXT.getBytes(StandardCharsets.UTF_8));
  }
}
