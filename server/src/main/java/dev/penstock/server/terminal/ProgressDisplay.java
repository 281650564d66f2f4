package dev.penstock.server.terminal;

/** Shows how something goes on. Close it before anything else is written. Used by one thread. */
public interface ProgressDisplay extends AutoCloseable {
  /** Shows a moment, or leaves it out when the last one was just before. */
  void show(Moment moment);

  /** Ends the display; nothing half-drawn stays behind. */
  @Override
  void close();
}
