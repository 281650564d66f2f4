package dev.penstock.server.ogc;

import dev.penstock.job.Job;
import dev.penstock.job.JobState;
import dev.penstock.job.Problem;
import dev.penstock.server.job.Progress;
import dev.penstock.server.job.Summary;
import dev.penstock.server.link.OgcLinks;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A job's statusInfo, with the fields of version 1.0 and those of the draft of 2.0 together: {@code
 * jobID} and {@code id}, {@code type} and {@code processingEntityType}. Clients of either find what
 * they require.
 */
final class StatusJson {
  private final Catalog catalog;

  StatusJson(Catalog catalog) {
    this.catalog = catalog;
  }

  byte[] bytes(Job job, OgcLinks links) {
    return Json.bytes(json -> write(json, job, job.state(), links));
  }

  /** The same job, said to be dismissed: what is removed has no state any more. */
  byte[] dismissed(Job job, OgcLinks links) {
    return Json.bytes(json -> write(json, job, JobState.DISMISSED, links));
  }

  void write(JsonGenerator json, Job job, JobState state, OgcLinks links) {
    json.writeStartObject();
    json.writeStringProperty("jobID", job.id().value());
    json.writeStringProperty("id", job.id().value());
    json.writeStringProperty("processID", job.order().pipeline());
    json.writeStringProperty("type", "process");
    json.writeStringProperty("processingEntityType", "ogc-api-processes");
    json.writeStringProperty("status", state.word());
    json.writeStringProperty("message", Summary.of(job, catalog.noun(job.order().pipeline())));
    moment(json, "created", job.times().accepted());
    moment(json, "started", job.times().started());
    moment(json, "updated", job.times().updated());
    moment(json, "finished", job.times().ended());
    Progress.of(job)
        .ifPresent(share -> json.writeNumberProperty("progress", (int) Math.floor(share * 100)));
    exception(json, job.outcome().failure());
    links(json, job, links);
    json.writeEndObject();
  }

  private static void moment(JsonGenerator json, String name, @Nullable Instant at) {
    if (at != null) {
      Json.moment(json, name, at);
    }
  }

  private static void exception(JsonGenerator json, @Nullable Problem failure) {
    if (failure != null) {
      json.writeObjectPropertyStart("exception");
      json.writeStringProperty("type", HttpProblem.TYPE + failure.code());
      json.writeStringProperty("title", failure.code());
      json.writeStringProperty("detail", failure.detail());
      json.writeEndObject();
    }
  }

  private static void links(JsonGenerator json, Job job, OgcLinks links) {
    String self = "/ogc/jobs/" + job.id();
    links.begin(json);
    links.link(json, "self", OgcLinks.JSON, self);
    links.link(json, "monitor", OgcLinks.JSON, self);
    links.link(json, "alternate", OgcLinks.JSON, "/v1/jobs/" + job.id());
    if (job.state() == JobState.SUCCESSFUL) {
      links.link(json, OgcLinks.REL + "results", OgcLinks.JSON, self + "/results");
    }
    links.end(json);
  }
}
