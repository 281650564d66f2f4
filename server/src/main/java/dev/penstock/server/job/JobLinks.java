package dev.penstock.server.job;

import dev.penstock.job.JobId;
import dev.penstock.job.JobResult;
import org.eclipse.jetty.util.URIUtil;

/** Where a job and its parts are found. */
public final class JobLinks {
  private JobLinks() {}

  public static String job(JobId id) {
    return "/v1/jobs/" + id.value();
  }

  /** Where a result is, below the server's root. */
  public static String of(JobId id, JobResult result) {
    return switch (result) {
      case JobResult.Stored stored -> result(id, stored.name());
      case JobResult.Link link -> link.href();
    };
  }

  static String result(JobId id, String name) {
    return job(id) + "/results/" + URIUtil.encodePath(name);
  }
}
