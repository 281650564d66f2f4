package dev.penstock.server.watch;

import dev.penstock.job.Job;
import dev.penstock.server.job.Jobs;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Reply;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /v1/jobs/{job}/chunks}: the chunks of a job as this process saw them, binned for the
 * eye. A large job takes no more bytes than a small one.
 */
public final class ChunksResource {
  private final Jobs jobs;
  private final Watch watch;

  public ChunksResource(Jobs jobs, Watch watch) {
    this.jobs = jobs;
    this.watch = watch;
  }

  public Reply read(Exchange exchange) {
    exchange.query().only();
    Job job = jobs.of(exchange);
    Optional<JobTrace> trace = watch.trace(job.id());
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeBooleanProperty("seen", trace.isPresent());
              if (trace.isPresent()) {
                trace
                    .get()
                    .read(watch.now(), view -> new TraceJson(json, view, watch.now()).write());
              }
              json.writeEndObject();
            });
    return new Reply.Whole(200, "application/json", Map.of("Cache-Control", "no-store"), body);
  }
}
