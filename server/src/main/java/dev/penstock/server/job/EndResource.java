package dev.penstock.server.job;

import dev.penstock.engine.Changed;
import dev.penstock.engine.Control;
import dev.penstock.engine.Engine;
import dev.penstock.job.Job;
import dev.penstock.runtime.JobRemoval;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.Map;

/**
 * {@code DELETE /v1/jobs/{job}}: dismisses a live job and answers with it; removes an ended one
 * with all that it has.
 */
public final class EndResource {
  private final Jobs jobs;
  private final Engine engine;
  private final JobRemoval removal;
  private final JobJson view;

  public EndResource(Jobs jobs, Engine engine, JobRemoval removal, JobJson view) {
    this.jobs = jobs;
    this.engine = engine;
    this.removal = removal;
    this.view = view;
  }

  public Reply end(Exchange exchange) throws IOException {
    exchange.query().only();
    Job job = jobs.of(exchange);
    boolean live = !job.state().ended();
    Changed changed =
        live ? engine.control(job.id(), new Control.Dismiss()) : removal.remove(job.id());
    return switch (changed) {
      case Changed.Applied applied ->
          live ? Reply.json(200, view.bytes(jobs.again(job))) : new Reply.Bare(204, Map.of());
      case Changed.NoSuchJob none ->
          Reply.refused(Code.JOB_UNKNOWN, "There is no job '" + job.id() + "' any more.");
      case Changed.NotNow notNow -> Reply.refused(Code.JOB_NOT_NOW, notNow.why());
    };
  }
}
