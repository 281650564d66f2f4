package dev.penstock.pipeline;

/** What a stage is told of the job that its chunk belongs to: whose it is, and what was asked. */
public interface JobOrder {
  /**
   * The tenant whose job it is. An isolated stage has no store in which it could keep tenants
   * apart, and is told none: it is empty there.
   */
  default String tenant() {
    return "";
  }

  /** The job's inputs, validated, defaults filled in. */
  InputValues inputs();
}
