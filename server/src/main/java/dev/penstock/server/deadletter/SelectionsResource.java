package dev.penstock.server.deadletter;

import dev.penstock.job.JobId;
import dev.penstock.runtime.Selection;
import dev.penstock.runtime.Selections;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * {@code POST /v1/dead-letters/selections} freezes what a filter means and counts it, which is the
 * dry run; {@code POST …/{selection}/replay} then tries just these again.
 */
public final class SelectionsResource {
  private final Selections selections;

  public SelectionsResource(Selections selections) {
    this.selections = selections;
  }

  public Reply freeze(Exchange exchange) throws IOException {
    Query query = exchange.query().only("pipeline", "stage", "code", "job");
    Selection selection =
        selections.freeze(LetterQuery.of(query, exchange.tenant(), Selections.MOST));
    return new Reply.Whole(
        201, "application/json", Map.of("Location", self(selection)), describe(selection));
  }

  public Reply read(Exchange exchange) throws IOException {
    exchange.query().only();
    return Reply.json(200, describe(of(exchange)));
  }

  public Reply replay(Exchange exchange) throws IOException {
    Optional<String> confirmed = exchange.query().only("confirm").one("confirm");
    Selection selection = of(exchange);
    String words = "replay " + selection.chunks().size();
    if (confirmed.isPresent() && !confirmed.get().equals(words)) {
      throw Query.invalid("confirm", "must say what is done: " + words);
    }
    Selections.Replayed replayed = selections.replay(selection);
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeNumberProperty("chunks", replayed.chunks());
              json.writeNumberProperty("jobs", replayed.jobs());
              json.writeArrayPropertyStart("refused");
              replayed.refused().forEach((job, why) -> refused(json, job, why));
              json.writeEndArray();
              json.writeEndObject();
            });
    return Reply.json(200, body);
  }

  private static void refused(JsonGenerator json, JobId job, String why) {
    json.writeStartObject();
    json.writeStringProperty("job", job.value());
    json.writeStringProperty("why", why);
    json.writeEndObject();
  }

  private Selection of(Exchange exchange) throws IOException {
    String id = exchange.path("selection");
    return (JobId.isJobId(id)
            ? selections.find(exchange.tenant(), new JobId(id))
            : Optional.<Selection>empty())
        .orElseThrow(
            () ->
                HttpProblem.of(
                        Code.SELECTION_UNKNOWN,
                        "There is no selection '%s'; one is kept for a day."
                            .formatted(Exchange.clip(id)))
                    .refused());
  }

  private static String self(Selection selection) {
    return "/v1/dead-letters/selections/" + selection.id();
  }

  private static byte[] describe(Selection selection) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("id", selection.id().value());
          json.writeNumberProperty("chunks", selection.chunks().size());
          json.writeNumberProperty("jobs", selection.jobs());
          json.writeBooleanProperty("truncated", selection.truncated());
          json.writeNumberProperty("total", selection.total());
          json.writeObjectPropertyStart("links");
          json.writeStringProperty("self", self(selection));
          json.writeStringProperty("replay", self(selection) + "/replay");
          json.writeEndObject();
          json.writeEndObject();
        });
  }
}
