package dev.penstock.server.farm;

import dev.penstock.engine.Admission;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.server.intake.SubmitResource;
import dev.penstock.server.job.JobJson;
import dev.penstock.server.job.JobLinks;
import dev.penstock.server.job.Jobs;
import dev.penstock.server.job.OpenLimit;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Prefer;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** {@code POST /v1/farms/{farm}/refresh}: a job that looks at the farm, or the one that does. */
public final class RefreshResource {
  private final FarmParts parts;
  private final Refreshing refreshing;
  private final Jobs jobs;
  private final JobJson view;

  public RefreshResource(FarmParts parts, Refreshing refreshing, Jobs jobs, JobJson view) {
    this.parts = parts;
    this.refreshing = refreshing;
    this.jobs = jobs;
    this.view = view;
  }

  public Reply post(Exchange exchange) throws IOException {
    Query query =
        exchange
            .query()
            .only(
                "stac",
                "collections",
                "from",
                "to",
                "index",
                "formula",
                "threshold",
                "min-valid",
                "max-cloud",
                "pixels",
                "snow",
                "offset",
                "pictures",
                "fresh");
    Admission admission =
        refreshing.submit(exchange.tenant(), FarmFound.of(parts, exchange), query.values());
    return switch (admission) {
      case Admission.Accepted(var id) -> ticket(exchange, id, Map.of());
      case Admission.Existing(var id) -> ticket(exchange, id, Map.of());
      case Admission.Joined(var id) -> ticket(exchange, id, Map.of(SubmitResource.JOINED, "true"));
      case Admission.Busy busy -> new Reply.Refused(OpenLimit.problem(busy));
      case Admission.Conflict _ -> throw new IllegalStateException("there was no idempotency key");
    };
  }

  private Reply ticket(Exchange exchange, JobId id, Map<String, String> more) throws IOException {
    var headers = new TreeMap<>(more);
    headers.put("Location", JobLinks.job(id));
    Prefer prefer = exchange.prefer();
    prefer.applied().ifPresent(applied -> headers.put("Preference-Applied", applied));
    if (prefer.patience().isPresent()) {
      Job job =
          jobs.await(exchange.tenant(), id, prefer.patience().get(), now -> now.state().ended());
      return new Reply.Whole(
          job.state().ended() ? 200 : 202, "application/json", headers, view.bytes(job));
    }
    JobState state = jobs.find(exchange.tenant(), id).map(Job::state).orElse(JobState.ACCEPTED);
    return new Reply.Whole(202, "application/json", headers, JobJson.ticket(id, state));
  }
}
