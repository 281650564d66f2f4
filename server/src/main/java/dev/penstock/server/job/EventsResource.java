package dev.penstock.server.job;

import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /v1/jobs/{job}/events}: the timeline, as a JSON page or, for {@code Accept:
 * text/event-stream}, as a stream that goes on where {@code Last-Event-ID} stopped.
 */
public final class EventsResource {
  private final Jobs jobs;
  private final JobChanges changes;
  private final Duration heartbeat;

  /**
   * @param heartbeat how long a stream stays silent at most
   */
  public EventsResource(Jobs jobs, JobChanges changes, Duration heartbeat) {
    this.jobs = jobs;
    this.changes = changes;
    this.heartbeat = heartbeat;
  }

  public Reply read(Exchange exchange) {
    Query query = exchange.query().only("after", "limit");
    Job job = jobs.of(exchange);
    long after = query.whole("after", 0, 0, Long.MAX_VALUE);
    if (exchange.header("Accept").orElse("").contains("text/event-stream")) {
      long from = exchange.header("Last-Event-ID").map(EventsResource::seq).orElse(after);
      var stream = new EventStream(jobs, changes, heartbeat, job);
      return new Reply.Streamed(
          200,
          "text/event-stream",
          Map.of("Cache-Control", "no-store"),
          -1,
          out -> stream.writeTo(out, from));
    }
    int limit = (int) query.whole("limit", 500, 1, 1_000);
    List<JobEvent> page = jobs.log().events(job.id(), after, limit);
    return Reply.json(200, page(job.id(), page, limit));
  }

  /** An id that we never gave starts the stream from the beginning, as for a new client. */
  private static long seq(String lastEventId) {
    return lastEventId.matches("[0-9]{1,18}") ? Long.parseLong(lastEventId) : 0;
  }

  private static byte[] page(JobId job, List<JobEvent> page, int limit) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("events");
          page.forEach(event -> EventJson.write(json, event));
          json.writeEndArray();
          json.writeObjectPropertyStart("links");
          if (page.size() == limit) {
            json.writeStringProperty(
                "next",
                "%s/events?after=%d&limit=%d"
                    .formatted(JobLinks.job(job), page.getLast().seq(), limit));
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }
}
