package dev.penstock.server.collection;

import dev.penstock.job.JobId;
import dev.penstock.server.access.OwnNames;
import dev.penstock.server.job.Jobs;
import dev.penstock.server.web.Exchange;

/**
 * Whose a collection is, by its name, as {@link OwnNames} says; one that bears a job's id belongs
 * to whom the job does.
 */
public final class CollectionNames {
  private final Jobs jobs;

  public CollectionNames(Jobs jobs) {
    this.jobs = jobs;
  }

  /** Whether the caller may see a collection. */
  public boolean visible(Exchange exchange, String collection) {
    if (exchange.caller().keyed() && JobId.isJobId(collection)) {
      return jobs.find(exchange.tenant(), new JobId(collection)).isPresent();
    }
    return OwnNames.own(exchange.caller(), collection);
  }
}
