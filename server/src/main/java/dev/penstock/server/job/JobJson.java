package dev.penstock.server.job;

import dev.penstock.blob.Payload;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobResult;
import dev.penstock.job.JobState;
import dev.penstock.job.Problem;
import dev.penstock.job.StageProgress;
import dev.penstock.job.Tally;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.web.Json;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** Writes jobs as the API shows them. */
public final class JobJson {
  private final Catalog catalog;

  public JobJson(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The name of a pipeline that is offered here; another one is refused with the nearest. */
  String known(String pipeline) {
    return catalog.named(pipeline).map(Offer::name).orElseThrow(() -> catalog.refusal(pipeline));
  }

  /** Whether a client submitted it, or could have. */
  boolean forClients(Job job) {
    return catalog.named(job.order().pipeline()).map(Offer::forClients).orElse(true);
  }

  /** What a submitter is told: where to look from here on. */
  public static byte[] ticket(JobId id, JobState state) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("id", id.value());
          json.writeStringProperty("status", state.word());
          links(json, id);
          json.writeEndObject();
        });
  }

  public byte[] bytes(Job job) {
    return Json.bytes(json -> write(json, job));
  }

  public void write(JsonGenerator json, Job job) {
    json.writeStartObject();
    json.writeStringProperty("id", job.id().value());
    order(json, job.order());
    json.writeStringProperty("status", job.state().word());
    json.writeBooleanProperty("partial", job.partial());
    json.writeNumberProperty("round", job.outcome().round());
    progress(json, job);
    counts(json, job);
    stages(json, job);
    times(json, job.times());
    json.writeStringProperty("summary", Summary.of(job, catalog.noun(job.order().pipeline())));
    failure(json, job);
    results(json, job);
    links(json, job.id());
    json.writeEndObject();
  }

  private static void order(JsonGenerator json, Job.Order order) {
    json.writeStringProperty("name", order.name());
    json.writeStringProperty("pipeline", order.pipeline());
    json.writeNumberProperty("version", order.version());
    json.writeStringProperty("tenant", order.tenant());
    Job.Ties ties = order.ties();
    json.writeNumberProperty("priority", ties.priority());
    json.writeStringProperty("lane", ties.lane().orElse(null));
    json.writeStringProperty("parent", ties.parent().map(JobId::value).orElse(null));
    json.writeObjectPropertyStart("inputs");
    new TreeMap<>(order.inputs()).forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeObjectPropertyStart("payload");
    json.writeNumberProperty("bytes", order.payload().length());
    json.writeStringProperty(
        "digest",
        switch (order.payload()) {
          case Payload.Stored stored -> stored.blob().digest();
          case Payload.Inline inline -> null;
        });
    json.writeEndObject();
  }

  private static void progress(JsonGenerator json, Job job) {
    OptionalDouble progress = Progress.of(job);
    if (progress.isPresent()) {
      json.writeNumberProperty("progress", progress.getAsDouble());
    } else {
      json.writeNullProperty("progress");
    }
    bytes(json, job);
    Optional<Eta> eta = Eta.of(job);
    if (eta.isPresent()) {
      json.writeObjectPropertyStart("eta");
      json.writeNumberProperty("seconds", eta.get().left().toMillis() / 1e3);
      Json.moment(json, "at", eta.get().at());
      json.writeStringProperty("basis", "items");
      json.writeEndObject();
    } else {
      json.writeNullProperty("eta");
    }
  }

  /** How much of the payload has been looked through; all of it once the first stage is. */
  private static void bytes(JsonGenerator json, Job job) {
    long in = job.order().payload().length();
    boolean reading =
        !job.state().ended() && job.stages().stream().limit(1).anyMatch(JobJson::isOpen);
    long through = reading ? Math.min(in, job.stages().getFirst().underway()) : in;
    json.writeObjectPropertyStart("bytes");
    json.writeNumberProperty("in", in);
    json.writeNumberProperty("through", through);
    json.writeEndObject();
  }

  private static boolean isOpen(StageProgress stage) {
    return stage.chunks().open() > 0;
  }

  private static void counts(JsonGenerator json, Job job) {
    json.writeObjectPropertyStart("counts");
    json.writeNumberProperty("in", job.in());
    tally(json, job.items());
    json.writeNumberProperty("duplicates", job.items().duplicates());
    json.writeNumberProperty("open", job.open());
    json.writeEndObject();
  }

  private static void tally(JsonGenerator json, Tally items) {
    json.writeNumberProperty("ok", items.ok());
    json.writeNumberProperty("repaired", items.repaired());
    json.writeNumberProperty("rejected", items.rejected());
    json.writeNumberProperty("dead", items.dead());
  }

  private static void stages(JsonGenerator json, Job job) {
    json.writeArrayPropertyStart("stages");
    for (StageProgress stage : job.stages()) {
      json.writeStartObject();
      json.writeStringProperty("stage", stage.stage());
      chunks(json, stage.chunks());
      json.writeObjectPropertyStart("items");
      tally(json, stage.items());
      json.writeEndObject();
      json.writeNumberProperty("underway", stage.underway());
      json.writeNumberProperty("retries", stage.retries());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void chunks(JsonGenerator json, StageProgress.Chunks chunks) {
    json.writeObjectPropertyStart("chunks");
    json.writeNumberProperty("ready", chunks.ready());
    json.writeNumberProperty("delayed", chunks.delayed());
    json.writeNumberProperty("running", chunks.running());
    json.writeNumberProperty("done", chunks.done());
    json.writeNumberProperty("dead", chunks.dead());
    json.writeNumberProperty("cancelled", chunks.cancelled());
    json.writeEndObject();
  }

  private static void times(JsonGenerator json, Job.Times times) {
    Json.moment(json, "created", times.accepted());
    Json.moment(json, "started", times.started());
    Json.moment(json, "updated", times.updated());
    Json.moment(json, "finished", times.ended());
  }

  private static void failure(JsonGenerator json, Job job) {
    Problem failure = job.outcome().failure();
    if (failure == null) {
      json.writeNullProperty("failure");
    } else {
      json.writeName("failure");
      Json.problem(json, failure);
    }
  }

  private static void results(JsonGenerator json, Job job) {
    json.writeArrayPropertyStart("results");
    job.outcome().results().forEach(result -> result(json, job.id(), result));
    json.writeEndArray();
  }

  /** One result: where it is, and for a file how many bytes it has. */
  static void result(JsonGenerator json, JobId job, JobResult result) {
    json.writeStartObject();
    json.writeStringProperty("name", result.name());
    json.writeStringProperty("mediaType", result.mediaType());
    switch (result) {
      case JobResult.Stored stored -> {
        json.writeNumberProperty("bytes", stored.blob().length());
        json.writeStringProperty("digest", stored.blob().digest());
        json.writeStringProperty("href", JobLinks.result(job, stored.name()));
      }
      case JobResult.Link link -> json.writeStringProperty("href", link.href());
    }
    json.writeEndObject();
  }

  private static void links(JsonGenerator json, JobId id) {
    String self = JobLinks.job(id);
    json.writeObjectPropertyStart("links");
    json.writeStringProperty("self", self);
    json.writeStringProperty("events", self + "/events");
    json.writeStringProperty("rejects", self + "/rejects");
    json.writeStringProperty("replayRejects", self + "/rejects/replay");
    json.writeStringProperty("results", self + "/results");
    json.writeStringProperty("deadLetters", self + "/dead-letters");
    json.writeEndObject();
  }
}
