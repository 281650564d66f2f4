package dev.penstock.server.ogc;

import dev.penstock.engine.Engine;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.server.intake.DirectIntake;
import dev.penstock.server.intake.IdempotencyKey;
import dev.penstock.server.link.FormatParameter;
import dev.penstock.server.link.OgcLinks;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.TreeMap;

/**
 * {@code POST /ogc/processes/{process}/execution}: always asynchronous, so it answers 201 with the
 * job's status. Large payloads go by {@code /v1} or by {@code href}: what stands in the request is
 * held in memory.
 */
public final class ExecutionResource {
  private static final int MOST = 4 << 20;

  private final Catalog catalog;
  private final DirectIntake intake;
  private final Engine engine;
  private final StatusJson status;
  private final String publicUrl;

  public ExecutionResource(Catalog catalog, DirectIntake intake, Engine engine, String publicUrl) {
    this.catalog = catalog;
    this.intake = intake;
    this.engine = engine;
    this.status = new StatusJson(catalog);
    this.publicUrl = publicUrl;
  }

  public Reply execute(Exchange exchange) throws IOException {
    FormatParameter.only(exchange);
    String process = exchange.path("process");
    if (catalog.offered(process).isEmpty()) {
      return OgcProblem.NO_SUCH_PROCESS.reply(catalog.unknown(process).detail());
    }
    if (exchange.declaredLength() > MOST) {
      return Reply.refused(
          Code.PAYLOAD_TOO_LARGE,
          "At most %d bytes stand in an execute request; name an href, or POST the payload to"
                  .formatted(MOST)
              + " /v1/pipelines/%s/jobs.".formatted(process));
    }
    try (var _ = intake.place(exchange.caller())) {
      ExecuteBody body = ExecuteBody.read(exchange.body().whole(MOST));
      var wish = new DirectIntake.Wish(process, body.query(), IdempotencyKey.of(exchange));
      JobId id =
          body.href().isPresent()
              ? intake.fetch(wish, body.href().get(), exchange.caller())
              : intake.take(wish, body.payload(), exchange.caller());
      return created(id, exchange);
    }
  }

  private Reply created(JobId id, Exchange exchange) {
    Job job = engine.log().job(id).orElseThrow(() -> new IllegalStateException("no job " + id));
    OgcLinks links = OgcLinks.of(exchange, publicUrl);
    var headers = new TreeMap<String, String>();
    headers.put("Location", links.base() + "/ogc/jobs/" + id);
    exchange.prefer().applied().ifPresent(applied -> headers.put("Preference-Applied", applied));
    return new Reply.Whole(201, OgcLinks.JSON, headers, status.bytes(job, links));
  }
}
