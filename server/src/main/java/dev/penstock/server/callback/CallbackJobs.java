package dev.penstock.server.callback;

import dev.penstock.engine.Admission;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Submission;
import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.job.JobState;
import dev.penstock.server.job.JobJson;
import dev.penstock.server.job.JobLinks;
import dev.penstock.server.job.OpenLimit;
import dev.penstock.server.web.Reply;
import java.util.function.Function;

/** Submits jobs of the callbacks pipeline for operators, and says where to look. */
final class CallbackJobs {
  private final Engine engine;
  private final JobIds ids;

  CallbackJobs(Engine engine, JobIds ids) {
    this.engine = engine;
    this.ids = ids;
  }

  Reply submit(Function<JobId, Submission> order) {
    return switch (engine.submit(order.apply(ids.next()))) {
      case Admission.Accepted(var id) -> accepted(id);
      case Admission.Existing(var id) -> accepted(id);
      case Admission.Joined(var id) -> accepted(id);
      case Admission.Conflict(var id) ->
          throw new IllegalStateException("no key was given, yet it is that of " + id);
      case Admission.Busy busy -> new Reply.Refused(OpenLimit.problem(busy));
    };
  }

  private static Reply accepted(JobId id) {
    return Reply.json(202, JobJson.ticket(id, JobState.ACCEPTED))
        .withHeader("Location", JobLinks.job(id));
  }
}
