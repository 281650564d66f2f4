package dev.penstock.job;

import java.util.Locale;

/**
 * Where a job stands, in the words of OGC API - Processes. A job starts {@link #ACCEPTED}, is
 * {@link #RUNNING} from its first claim on, and ends in exactly one of the other three.
 */
public enum JobState {
  ACCEPTED,
  RUNNING,
  SUCCESSFUL,
  FAILED,
  DISMISSED;

  /** Whether nothing will happen to the job any more, unless somebody replays its dead letters. */
  public boolean ended() {
    return this == SUCCESSFUL || this == FAILED || this == DISMISSED;
  }

  /** The state as the API writes it: {@code "accepted"}, {@code "running"} and so on. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
