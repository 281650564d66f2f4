package dev.penstock.callback;

import dev.penstock.job.JobState;
import java.util.Arrays;
import java.util.Optional;

/** What somebody may be told of. */
public enum EventType {
  SUCCESSFUL("job.successful"),
  FAILED("job.failed"),
  DISMISSED("job.dismissed"),
  IN_PROGRESS("job.in_progress"),
  TEST("subscription.test");

  private final String word;

  EventType(String word) {
    this.word = word;
  }

  /** As the outside writes it. */
  public String word() {
    return word;
  }

  public static Optional<EventType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }

  /** The event of an ending. */
  static EventType of(JobState state) {
    return switch (state) {
      case SUCCESSFUL -> SUCCESSFUL;
      case FAILED -> FAILED;
      case DISMISSED -> DISMISSED;
      case ACCEPTED, RUNNING -> IN_PROGRESS;
    };
  }

  /** Whether a subscription may ask for it. */
  public boolean subscribable() {
    return this == SUCCESSFUL || this == FAILED || this == DISMISSED;
  }
}
