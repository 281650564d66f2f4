package dev.penstock.bench.course;

/**
 * A system that runs jobs, as the course drives it. Its jobs do nothing but tell {@link Runs} that
 * they run. It begins stopped. Enqueueing is thread-safe, everything else is not.
 */
public interface Subject extends AutoCloseable {
  /** Adds one job; when this returns the job is as durable as the system makes it. */
  void enqueue();

  /** Whether it has a quicker way to add many jobs than one by one. */
  boolean hasBulk();

  /** Adds many jobs that way. */
  void enqueueAll(int jobs);

  /** Starts working on what is queued and on what comes. */
  void start();

  /** Stops working; what is in hand ends first. */
  void stop();

  @Override
  void close();
}
