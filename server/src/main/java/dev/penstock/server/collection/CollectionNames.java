package dev.penstock.server.collection;

import dev.penstock.job.JobId;
import dev.penstock.pipeline.InputValues;
import dev.penstock.server.job.Jobs;
import dev.penstock.server.web.Caller;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import java.util.Optional;

/**
 * Whose a collection is, by its name. Once keys are asked for, {@code acme--fields} is tenant
 * acme's, a name without {@code --} the default tenant's, and a collection that bears a job's id
 * belongs to whom the job does.
 */
public final class CollectionNames {
  private static final String INPUT = "collection";
  private static final String BETWEEN = "--";

  private final Jobs jobs;

  public CollectionNames(Jobs jobs) {
    this.jobs = jobs;
  }

  /** Whether the caller may see a collection. */
  boolean visible(Exchange exchange, String collection) {
    if (!exchange.caller().keyed()) {
      return true;
    }
    if (JobId.isJobId(collection)) {
      return jobs.find(exchange.tenant(), new JobId(collection)).isPresent();
    }
    return tenant(collection).equals(exchange.tenant());
  }

  /** Why the caller may not publish to the collection that a job's inputs name. */
  public static Optional<HttpProblem> problem(Caller caller, InputValues inputs) {
    Optional<String> named = inputs.optional(INPUT);
    if (!caller.keyed() || named.isEmpty()) {
      return Optional.empty();
    }
    String name = named.get();
    if (tenant(name).equals(caller.tenant()) && !JobId.isJobId(name)) {
      return Optional.empty();
    }
    String own =
        caller.tenant().equals(Caller.DEFAULT_TENANT)
            ? "without --"
            : "such as %s%sfields".formatted(caller.tenant(), BETWEEN);
    return Optional.of(
        HttpProblem.of(
            Code.COLLECTION_NOT_YOURS,
            "collection=%s is not a name of tenant %s; it takes names %s."
                .formatted(name, caller.tenant(), own)));
  }

  private static String tenant(String collection) {
    int end = collection.indexOf(BETWEEN);
    return end < 0 ? Caller.DEFAULT_TENANT : collection.substring(0, end);
  }
}
