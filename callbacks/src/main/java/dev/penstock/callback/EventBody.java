package dev.penstock.callback;

import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes events as JSON: small, with a link to where the rest is. Stateless. */
final class EventBody {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final String publicUrl;

  /**
   * @param publicUrl what links start with; empty: they are relative
   */
  EventBody(String publicUrl) {
    this.publicUrl = publicUrl;
  }

  /** An event of a job that is still known. */
  Event of(Job job, Event head, Format format) {
    return filled(head, format, json -> facts(json, job));
  }

  /** An event of a job that was removed meanwhile. */
  Event ofRemoved(JobId job, String status, Event head, Format format) {
    return filled(
        head,
        format,
        json -> {
          json.writeStringProperty("job", job.value());
          json.writeStringProperty("status", status);
          json.writeBooleanProperty("removed", true);
        });
  }

  /** An event that only shows that events arrive. */
  Event ofTest(Event head, Format format) {
    return filled(head, format, json -> json.writeStringProperty("text", "This is a test."));
  }

  private static Event filled(Event head, Format format, Consumer<JsonGenerator> facts) {
    byte[] body =
        switch (format) {
          case STANDARD -> standard(head, facts);
          case CLOUDEVENTS -> cloudEvent(head, facts);
        };
    return new Event(head.id(), head.type(), head.job(), head.at(), format.mediaType(), body);
  }

  private static byte[] standard(Event head, Consumer<JsonGenerator> facts) {
    return bytes(
        json -> {
          json.writeStringProperty("type", head.type().word());
          json.writeStringProperty("timestamp", moment(head.at()));
          json.writeObjectPropertyStart("data");
          facts.accept(json);
          json.writeEndObject();
        });
  }

  private static byte[] cloudEvent(Event head, Consumer<JsonGenerator> facts) {
    return bytes(
        json -> {
          json.writeStringProperty("specversion", "1.0");
          json.writeStringProperty("id", head.id());
          json.writeStringProperty("source", "/v1/jobs");
          json.writeStringProperty("type", "dev.penstock." + head.type().word());
          head.job().ifPresent(job -> json.writeStringProperty("subject", job.value()));
          json.writeStringProperty("time", moment(head.at()));
          json.writeStringProperty("datacontenttype", "application/json");
          json.writeObjectPropertyStart("data");
          facts.accept(json);
          json.writeEndObject();
        });
  }

  private static byte[] bytes(Consumer<JsonGenerator> members) {
    var out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private void facts(JsonGenerator json, Job job) {
    json.writeStringProperty("job", job.id().value());
    json.writeStringProperty("pipeline", job.order().pipeline());
    json.writeStringProperty("name", job.order().name());
    json.writeStringProperty("status", job.state().word());
    json.writeBooleanProperty("partial", job.partial());
    json.writeNumberProperty("round", job.outcome().round());
    counts(json, job);
    failure(json, Optional.ofNullable(job.outcome().failure()));
    json.writeObjectPropertyStart("links");
    String self = publicUrl + "/v1/jobs/" + job.id().value();
    json.writeStringProperty("self", self);
    json.writeStringProperty("results", self + "/results");
    json.writeEndObject();
  }

  private static void counts(JsonGenerator json, Job job) {
    Tally items = job.items();
    json.writeObjectPropertyStart("counts");
    json.writeNumberProperty("in", job.in());
    json.writeNumberProperty("ok", items.ok());
    json.writeNumberProperty("repaired", items.repaired());
    json.writeNumberProperty("rejected", items.rejected());
    json.writeNumberProperty("dead", items.dead());
    json.writeEndObject();
  }

  private static void failure(JsonGenerator json, Optional<Problem> failure) {
    if (failure.isPresent()) {
      json.writeObjectPropertyStart("failure");
      json.writeStringProperty("code", failure.get().code());
      json.writeStringProperty("detail", failure.get().detail());
      json.writeEndObject();
    }
  }

  private static String moment(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
