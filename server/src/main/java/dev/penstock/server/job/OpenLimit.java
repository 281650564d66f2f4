package dev.penstock.server.job;

import dev.penstock.engine.Admission;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;

/** What a job is answered that a limit on open work keeps out. */
public final class OpenLimit {
  /** What the names of limits begin with that hold for one tenant. */
  private static final String TENANT = "tenant.";

  private OpenLimit() {}

  /** Whose limit it is: the tenant's, who can do something about it, or that of all. */
  public static HttpProblem problem(Admission.Busy busy) {
    boolean own = busy.limit().startsWith(TENANT);
    String what = own ? busy.limit().substring(TENANT.length()) : busy.limit();
    String sentence =
        "The limit on open %s%s (limits.%sopen-%s) is reached."
            .formatted(what, own ? " of this tenant" : "", own ? TENANT : "", what);
    return HttpProblem.of(own ? Code.TENANT_BUSY : Code.ENGINE_BUSY, sentence)
        .withHeader("Retry-After", Long.toString(Math.max(1, busy.retryAfter().toSeconds())));
  }
}
