package dev.penstock.server.ogc;

import dev.penstock.engine.Changed;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.runtime.JobRemoval;
import dev.penstock.server.job.JobLinks;
import dev.penstock.server.link.FormatParameter;
import dev.penstock.server.link.OgcLinks;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@code /ogc/jobs}: the list, one job's status, its results, its end. */
public final class OgcJobsResource {
  private final Engine engine;
  private final JobRemoval removal;
  private final Catalog catalog;
  private final StatusJson status;
  private final InstantSource clock;
  private final String publicUrl;

  public OgcJobsResource(
      Engine engine, JobRemoval removal, Catalog catalog, InstantSource clock, String publicUrl) {
    this.engine = engine;
    this.removal = removal;
    this.catalog = catalog;
    this.status = new StatusJson(catalog);
    this.clock = clock;
    this.publicUrl = publicUrl;
  }

  public Reply list(Exchange exchange) {
    Query query = FormatParameter.only(exchange, JobFilter.NAMES);
    JobFilter filter = JobFilter.of(query);
    int limit = (int) query.whole("limit", 50, 1, 1_000);
    Optional<JobId> before = query.one("before").map(OgcJobsResource::id);
    List<Job> page = engine.log().jobs(filter.query(exchange.tenant(), before, limit));
    OgcLinks links = OgcLinks.of(exchange, publicUrl);
    var now = clock.instant();
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("jobs");
              for (Job job : page) {
                if (forClients(job) && filter.takes(job, now)) {
                  status.write(json, job, job.state(), links);
                }
              }
              json.writeEndArray();
              links.begin(json);
              links.link(json, "self", OgcLinks.JSON, "/ogc/jobs");
              if (page.size() == limit) {
                links.link(json, "next", OgcLinks.JSON, next(query, limit, page.getLast().id()));
              }
              links.end(json);
              json.writeEndObject();
            }));
  }

  private boolean forClients(Job job) {
    return catalog.named(job.order().pipeline()).map(Offer::forClients).orElse(true);
  }

  private static JobId id(String text) {
    if (!JobId.isJobId(text)) {
      throw Query.invalid("before", "must be a job id");
    }
    return new JobId(text);
  }

  private static String next(Query query, int limit, JobId last) {
    var href = new StringBuilder("/ogc/jobs?limit=" + limit + "&before=" + last);
    for (String name :
        List.of("type", "processID", "status", "datetime", "minDuration", "maxDuration")) {
      query
          .one(name)
          .ifPresent(
              value ->
                  href.append('&')
                      .append(name)
                      .append('=')
                      .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }
    return href.toString();
  }

  public Reply one(Exchange exchange) {
    FormatParameter.only(exchange);
    Optional<Job> job = find(exchange);
    return job.isEmpty()
        ? unknown(exchange)
        : Reply.json(200, status.bytes(job.get(), OgcLinks.of(exchange, publicUrl)));
  }

  /** What a job's process came to, by reference. */
  public Reply results(Exchange exchange) {
    FormatParameter.only(exchange);
    Optional<Job> found = find(exchange);
    if (found.isEmpty()) {
      return unknown(exchange);
    }
    Job job = found.get();
    if (job.state() == JobState.FAILED || job.state() == JobState.DISMISSED) {
      return Reply.refused(
          Code.JOB_NOT_NOW, "The job is %s: it has no results.".formatted(job.state().word()));
    }
    if (job.state() != JobState.SUCCESSFUL) {
      return OgcProblem.RESULT_NOT_READY.reply(
          "The job is %s; ask again.".formatted(job.state().word()));
    }
    String base = OgcLinks.of(exchange, publicUrl).base();
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              for (var result : job.outcome().results()) {
                json.writeObjectPropertyStart(result.name());
                json.writeStringProperty("href", base + JobLinks.of(job.id(), result));
                json.writeStringProperty("rel", "item");
                json.writeStringProperty("type", result.mediaType());
                json.writeEndObject();
              }
              json.writeEndObject();
            }));
  }

  /** Dismisses a live job; removes an ended one. Both are said to be dismissed. */
  public Reply dismiss(Exchange exchange) throws IOException {
    FormatParameter.only(exchange);
    Optional<Job> found = find(exchange);
    if (found.isEmpty()) {
      return unknown(exchange);
    }
    Job job = found.get();
    Changed changed =
        job.state().ended()
            ? removal.remove(job.id())
            : engine.control(job.id(), new Control.Dismiss());
    return switch (changed) {
      case Changed.Applied _ ->
          Reply.json(200, status.dismissed(job, OgcLinks.of(exchange, publicUrl)));
      case Changed.NoSuchJob _ -> unknown(exchange);
      case Changed.NotNow notNow -> Reply.refused(Code.JOB_NOT_NOW, notNow.why());
    };
  }

  private Optional<Job> find(Exchange exchange) {
    String id = exchange.path("job");
    return JobId.isJobId(id)
        ? engine
            .log()
            .job(new JobId(id))
            .filter(job -> job.order().tenant().equals(exchange.tenant()))
        : Optional.empty();
  }

  private static Reply unknown(Exchange exchange) {
    return OgcProblem.NO_SUCH_JOB.reply(
        "There is no job '%s'.".formatted(Exchange.clip(exchange.path("job"))));
  }
}
