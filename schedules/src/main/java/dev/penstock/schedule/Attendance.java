package dev.penstock.schedule;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Since when a scheduler has been there, on a clock that may be set and a machine that may sleep.
 * Used by one thread.
 */
final class Attendance {
  private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);

  private final Duration longest;
  private Instant since = Instant.MAX;
  private Instant last = Instant.MAX;

  /**
   * @param longest how far apart two looks may be
   */
  Attendance(Duration longest) {
    this.longest = longest;
  }

  /** A look begins. Whether the clock was set back since the last one ended. */
  boolean begins(Instant now) {
    boolean slept = now.isAfter(last) && Duration.between(last, now).compareTo(longest) > 0;
    if (slept) {
      LOG.warn("nobody looked at the schedules from {} to {}", last, now);
    }
    if (slept || now.isBefore(since)) {
      since = now;
    }
    return now.isBefore(last);
  }

  /** The look is over; it may have taken long. */
  void ends(Instant now) {
    last = now;
  }

  Instant since() {
    return since;
  }
}
