package dev.penstock.server.job;

import dev.penstock.job.JobId;
import org.eclipse.jetty.util.URIUtil;

/** Where a job and its parts are found. */
public final class JobLinks {
  private JobLinks() {}

  public static String job(JobId id) {
    return "/v1/jobs/" + id.value();
  }

  static String result(JobId id, String name) {
    return job(id) + "/results/" + URIUtil.encodePath(name);
  }
}
