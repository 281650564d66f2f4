package dev.penstock.server.job;

import dev.penstock.engine.JobQuery;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.pipeline.Nearest;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code GET /v1/jobs}: newest first, paged by the last id seen. */
public final class JobsResource {
  private static final List<String> WORDS =
      Arrays.stream(JobState.values()).map(JobState::word).toList();

  private final Jobs jobs;
  private final JobJson view;

  public JobsResource(Jobs jobs, JobJson view) {
    this.jobs = jobs;
    this.view = view;
  }

  public Reply list(Exchange exchange) {
    Query query = exchange.query().only("limit", "before", "pipeline", "status");
    int limit = (int) query.whole("limit", 50, 1, 1_000);
    var wanted =
        new JobQuery(
            exchange.tenant(),
            query.one("pipeline").map(view::known),
            states(query.one("status")),
            query.one("before").map(JobsResource::id),
            Optional.empty(),
            limit);
    List<Job> page = jobs.log().jobs(wanted);
    return Reply.json(200, page(query, page, page.size() == limit));
  }

  private byte[] page(Query query, List<Job> page, boolean more) {
    // What the server does for itself is shown to who asks for it.
    Predicate<Job> shown = job -> query.one("pipeline").isPresent() || view.forClients(job);
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("jobs");
          page.stream().filter(shown).forEach(job -> view.write(json, job));
          json.writeEndArray();
          json.writeObjectPropertyStart("links");
          if (more) {
            json.writeStringProperty("next", next(query, page.getLast().id()));
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static String next(Query query, JobId last) {
    var href = new StringBuilder("/v1/jobs?before=").append(last);
    for (String name : List.of("limit", "pipeline", "status")) {
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

  private static JobId id(String text) {
    if (!JobId.isJobId(text)) {
      throw Query.invalid("before", "must be a job id");
    }
    return new JobId(text);
  }

  private static Set<JobState> states(Optional<String> text) {
    Set<JobState> states = EnumSet.noneOf(JobState.class);
    for (String word : text.map(list -> list.split(",", -1)).orElse(new String[0])) {
      if (!WORDS.contains(word)) {
        String hint = Nearest.to(word, WORDS).map(near -> "; nearest: " + near).orElse("");
        throw Query.invalid("status", "takes " + String.join(", ", WORDS) + hint);
      }
      states.add(JobState.valueOf(word.toUpperCase(Locale.ROOT)));
    }
    return states;
  }
}
