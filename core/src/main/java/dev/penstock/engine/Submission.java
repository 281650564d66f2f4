package dev.penstock.engine;

import dev.penstock.blob.Payload;
import dev.penstock.job.Job;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.pipeline.InputValues;
import java.util.Optional;

/**
 * A job that somebody asks for.
 *
 * @param id chosen by the submitter, because the payload's blob already carries it
 * @param tenant whose job it is; every read is for one tenant
 * @param name what a person calls it; may be empty
 * @param payload durable already when it is a blob
 * @param sameAs makes asking twice the same as asking once
 * @param terms how it stands beside other jobs
 */
public record Submission(
    JobId id,
    String tenant,
    Plan plan,
    String name,
    InputValues inputs,
    Payload payload,
    Optional<Idempotency> sameAs,
    Terms terms) {

  public Submission(
      JobId id,
      String tenant,
      Plan plan,
      String name,
      InputValues inputs,
      Payload payload,
      Optional<Idempotency> sameAs) {
    this(id, tenant, plan, name, inputs, payload, sameAs, Terms.PLAIN);
  }

  /**
   * What makes a repeated request known.
   *
   * @param key chosen by the client, unique in the tenant
   * @param hash over route, inputs and body: tells the same request from another one under the same
   *     key
   */
  public record Idempotency(String key, String hash) {}

  /** A job that has just ended, for those that follow it. */
  public record Ended(JobId job, String tenant, JobState state, int round) {}

  /** The same job on other terms. */
  public Submission on(Terms other) {
    return new Submission(id, tenant, plan, name, inputs, payload, sameAs, other);
  }

  /** The job's order as readers see it. */
  public Job.Order order() {
    return new Job.Order(
        tenant,
        plan.pipeline(),
        plan.version(),
        name,
        inputs.texts(),
        payload,
        new Job.Ties(terms.priority(), terms.lane(), terms.parent()));
  }
}
