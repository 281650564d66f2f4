package dev.penstock.server.job;

import dev.penstock.job.Job;
import dev.penstock.server.web.ETag;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Prefer;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code GET /v1/jobs/{job}}: the job as it stands. With {@code Prefer: wait=N} the answer comes
 * when the job has ended, or with {@code If-None-Match} when it differs from what the client has;
 * at the latest after N seconds.
 */
public final class JobResource {
  private final Jobs jobs;
  private final JobJson view;

  public JobResource(Jobs jobs, JobJson view) {
    this.jobs = jobs;
    this.view = view;
  }

  public Reply read(Exchange exchange) throws IOException {
    exchange.query().only();
    Job job = jobs.of(exchange);
    byte[] body = view.bytes(job);
    Optional<String> known = exchange.header("If-None-Match");
    Prefer prefer = exchange.prefer();
    if (prefer.patience().isPresent() && !job.state().ended()) {
      body =
          view.bytes(
              jobs.await(
                  exchange.tenant(), job.id(), prefer.patience().get(), now -> wanted(known, now)));
    }
    return reply(prefer, known, body);
  }

  /** Whoever shows a picture of the job waits for another one, everybody else for its end. */
  private boolean wanted(Optional<String> known, Job now) {
    return known.isPresent() ? !ETag.matches(known, ETag.of(view.bytes(now))) : now.state().ended();
  }

  private static Reply reply(Prefer prefer, Optional<String> known, byte[] body) {
    String tag = ETag.of(body);
    var headers = new TreeMap<>(Map.of("ETag", tag, "Cache-Control", "no-cache"));
    prefer.applied().ifPresent(applied -> headers.put("Preference-Applied", applied));
    return ETag.matches(known, tag)
        ? new Reply.Bare(304, headers)
        : new Reply.Whole(200, "application/json", headers, body);
  }
}
