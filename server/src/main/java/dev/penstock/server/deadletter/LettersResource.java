package dev.penstock.server.deadletter;

import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.DeadLetters;
import dev.penstock.engine.JobLog;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.server.job.JobLinks;
import dev.penstock.server.job.Jobs;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.util.List;

/**
 * {@code GET /v1/dead-letters} over all jobs, {@code /v1/dead-letters/groups} by cause, and {@code
 * /v1/jobs/{job}/dead-letters} of one job.
 */
public final class LettersResource {
  private final JobLog log;
  private final Jobs jobs;

  public LettersResource(JobLog log, Jobs jobs) {
    this.log = log;
    this.jobs = jobs;
  }

  public Reply list(Exchange exchange) {
    Query query = exchange.query().only("pipeline", "stage", "code", "job", "after", "limit");
    int limit = limit(query);
    List<DeadLetter> page = log.deadLetters().list(LetterQuery.of(query, exchange.tenant(), limit));
    String next =
        page.size() < limit
            ? ""
            : "/v1/dead-letters?after=%s&limit=%d%s"
                .formatted(place(page.getLast()), limit, LetterQuery.filters(query));
    return Reply.json(200, page(page, "/v1/dead-letters/selections", next));
  }

  public Reply groups(Exchange exchange) {
    Query query = exchange.query().only("pipeline", "stage", "code", "job");
    List<DeadLetters.Group> groups =
        log.deadLetters().groups(LetterQuery.of(query, exchange.tenant(), 1));
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("groups");
              groups.forEach(
                  group -> LetterJson.write(json, group, message(exchange.tenant(), group)));
              json.writeEndArray();
              json.writeEndObject();
            });
    return Reply.json(200, body);
  }

  private String message(String tenant, DeadLetters.Group group) {
    var first =
        DeadLetterQuery.of(tenant, 1)
            .pipeline(group.pipeline())
            .stage(group.stage())
            .code(group.code());
    return log.deadLetters().list(first).stream()
        .map(letter -> letter.problem().detail())
        .findFirst()
        .orElse(group.code());
  }

  public Reply ofJob(Exchange exchange) {
    Query query = exchange.query().only("after", "limit");
    Job job = jobs.of(exchange);
    int limit = limit(query);
    long after = query.whole("after", 0, 0, Long.MAX_VALUE);
    List<DeadLetter> page = log.deadLetters().list(DeadLetterQuery.of(job, after, limit));
    String self = JobLinks.job(job.id());
    String next =
        page.size() < limit
            ? ""
            : "%s/dead-letters?after=%d&limit=%d".formatted(self, page.getLast().chunk(), limit);
    return Reply.json(200, page(page, self + "/replay", next));
  }

  private static int limit(Query query) {
    return (int) query.whole("limit", 100, 1, 1_000);
  }

  private static String place(DeadLetter letter) {
    return LetterQuery.place(new ChunkKey(letter.job(), letter.chunk()));
  }

  private static byte[] page(List<DeadLetter> page, String replay, String next) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("deadLetters");
          page.forEach(letter -> LetterJson.write(json, letter));
          json.writeEndArray();
          json.writeObjectPropertyStart("links");
          json.writeStringProperty("replay", replay);
          if (!next.isEmpty()) {
            json.writeStringProperty("next", next);
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }
}
