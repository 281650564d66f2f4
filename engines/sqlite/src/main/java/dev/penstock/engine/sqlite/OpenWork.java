package dev.penstock.engine.sqlite;

import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EngineLimits.Load;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Usage;

/** How much work has not ended: counted in memory, and taken back with the batch. */
final class OpenWork {
  private final Usage usage = new Usage();
  final Batch batch;
  private long jobs;

  OpenWork(Batch batch) {
    this.batch = batch;
  }

  /** Counts a job that came in or runs again. */
  void opened(Order order) {
    add(order.tenant(), 1, 0, order.bytes());
  }

  void ended(Order order) {
    add(order.tenant(), -1, 0, -order.bytes());
  }

  /** Counts chunks that became open, or have ended when negative. */
  void chunks(Order order, long more) {
    add(order.tenant(), 0, more, 0);
  }

  private void add(String tenant, long moreJobs, long moreChunks, long moreBytes) {
    count(tenant, moreJobs, moreChunks, moreBytes);
    batch.onUndo(() -> count(tenant, -moreJobs, -moreChunks, -moreBytes));
  }

  /** Counts what is there already; nothing takes it back. */
  void count(String tenant, long moreJobs, long moreChunks, long moreBytes) {
    usage.add(tenant, moreJobs, moreChunks, moreBytes);
    jobs += moreJobs;
  }

  void empty() {
    usage.clear();
    jobs = 0;
  }

  /** Jobs that have not ended. */
  long jobs() {
    return jobs;
  }

  /** The limit that a submission would break, in whose place {@code less} ends; empty: none. */
  String brokenBy(EngineLimits limits, Submission submission, Load less) {
    return usage.brokenBy(limits, submission.tenant(), submission.payload().length(), less);
  }
}
