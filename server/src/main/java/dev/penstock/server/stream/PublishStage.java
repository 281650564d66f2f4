package dev.penstock.server.stream;

import dev.penstock.blob.Payload;
import dev.penstock.engine.FollowUp;
import dev.penstock.engine.JobLog;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.server.job.JobLinks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Appends an entry that tells how a job ended. Run again, it appends again: {@code event} is the
 * same.
 */
final class PublishStage implements Stage {
  private final JobLog jobs;
  private final Publisher publisher;
  private final String publicUrl;

  PublishStage(JobLog jobs, Publisher publisher, String publicUrl) {
    this.jobs = jobs;
    this.publisher = publisher;
    this.publicUrl = publicUrl;
  }

  @Override
  public StageResult run(StageContext context) {
    try {
      publisher.append(fields(context.inputs()));
      return StageResult.done(Tally.ofOk(1), Payload.NONE);
    } catch (StreamTroubleException e) {
      return new StageResult.RetryLater(
          new Problem("stream.unavailable", String.valueOf(e.getMessage())), null);
    }
  }

  private Map<String, String> fields(InputValues inputs) {
    var job = new JobId(inputs.text(FollowUp.JOB));
    String status = inputs.text(FollowUp.STATUS);
    String round = inputs.text(FollowUp.ROUND);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("event", "%s-%s-%s".formatted(job, round, status));
    fields.put("job", job.value());
    fields.put("status", status);
    fields.put("round", round);
    jobs.job(job)
        .ifPresentOrElse(known -> facts(fields, known), () -> fields.put("removed", "true"));
    fields.put("self", publicUrl + JobLinks.job(job));
    fields.put("results", publicUrl + JobLinks.job(job) + "/results");
    return fields;
  }

  private static void facts(Map<String, String> fields, Job job) {
    Tally items = job.items();
    fields.put("pipeline", job.order().pipeline());
    fields.put("name", job.order().name());
    fields.put("partial", Boolean.toString(job.partial()));
    fields.put("in", Long.toString(job.in()));
    fields.put("ok", Long.toString(items.ok()));
    fields.put("repaired", Long.toString(items.repaired()));
    fields.put("rejected", Long.toString(items.rejected()));
    fields.put("dead", Long.toString(items.dead()));
    Optional.ofNullable(job.outcome().failure())
        .ifPresent(
            failure -> {
              fields.put("failure-code", failure.code());
              fields.put("failure-detail", failure.detail());
            });
  }
}
