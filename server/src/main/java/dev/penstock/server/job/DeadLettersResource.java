package dev.penstock.server.job;

import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** {@code GET /v1/jobs/{job}/dead-letters}: the chunks that gave up, in their order. */
public final class DeadLettersResource {
  private final Jobs jobs;

  public DeadLettersResource(Jobs jobs) {
    this.jobs = jobs;
  }

  public Reply list(Exchange exchange) {
    Query query = exchange.query().only("after", "limit");
    Job job = jobs.of(exchange);
    int limit = (int) query.whole("limit", 100, 1, 1_000);
    long after = query.whole("after", 0, 0, Long.MAX_VALUE);
    List<DeadLetter> page = jobs.log().deadLetters().list(DeadLetterQuery.of(job, after, limit));
    return Reply.json(200, page(job.id(), page, limit));
  }

  private static byte[] page(JobId job, List<DeadLetter> page, int limit) {
    String self = JobLinks.job(job) + "/dead-letters";
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("deadLetters");
          page.forEach(letter -> write(json, letter));
          json.writeEndArray();
          json.writeObjectPropertyStart("links");
          json.writeStringProperty("replay", JobLinks.job(job) + "/replay");
          if (page.size() == limit) {
            json.writeStringProperty(
                "next", "%s?after=%d&limit=%d".formatted(self, page.getLast().chunk(), limit));
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, DeadLetter letter) {
    json.writeStartObject();
    json.writeStringProperty("job", letter.job().value());
    json.writeStringProperty("stage", letter.stage());
    json.writeNumberProperty("chunk", letter.chunk());
    json.writeNumberProperty("items", letter.load().in());
    json.writeNumberProperty("bytes", letter.payload().length());
    json.writeNumberProperty("attempts", letter.tries().attempts());
    json.writeNumberProperty("crashes", letter.tries().crashes());
    Json.moment(json, "at", letter.at());
    json.writeName("problem");
    Json.problem(json, letter.problem());
    json.writeEndObject();
  }
}
