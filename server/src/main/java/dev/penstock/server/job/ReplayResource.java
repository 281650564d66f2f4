package dev.penstock.server.job;

import dev.penstock.engine.Changed;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.job.Job;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.RefusedException;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /v1/jobs/{job}/replay}: tries dead letters again. The body names chunks, {@code
 * {"chunks": [3, 4]}}; without a body it is all of them. Answers with the job, which runs again.
 */
public final class ReplayResource {
  private static final int MAX_BODY = 64 * 1024;
  private static final JsonMapper JSON = new JsonMapper();

  private final Jobs jobs;
  private final Engine engine;
  private final JobJson view;

  public ReplayResource(Jobs jobs, Engine engine, JobJson view) {
    this.jobs = jobs;
    this.engine = engine;
    this.view = view;
  }

  public Reply replay(Exchange exchange) throws IOException {
    exchange.query().only();
    Job job = jobs.of(exchange);
    Set<Long> chunks = chunks(exchange.body().whole(MAX_BODY));
    return switch (engine.control(job.id(), new Control.Replay(chunks))) {
      case Changed.Applied applied -> Reply.json(200, view.bytes(jobs.again(job)));
      case Changed.NoSuchJob none ->
          Reply.refused(Code.JOB_UNKNOWN, "There is no job '" + job.id() + "' any more.");
      case Changed.NotNow notNow -> Reply.refused(Code.JOB_NOT_NOW, notNow.why());
    };
  }

  private static Set<Long> chunks(byte[] body) {
    var chunks = new HashSet<Long>();
    if (body.length == 0) {
      return chunks;
    }
    JsonNode list;
    try {
      list = JSON.readTree(body).path("chunks");
    } catch (JacksonException e) {
      throw unreadable();
    }
    for (JsonNode chunk : list) {
      if (!chunk.isIntegralNumber() || !chunk.canConvertToLong()) {
        throw unreadable();
      }
      chunks.add(chunk.longValue());
    }
    if (chunks.isEmpty()) {
      throw unreadable();
    }
    return chunks;
  }

  private static RefusedException unreadable() {
    return HttpProblem.of(
            Code.BODY_INVALID,
            "Expected {\"chunks\": [1, 2]} with at least one number, or no body for all.")
        .refused();
  }
}
