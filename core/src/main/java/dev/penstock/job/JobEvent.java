package dev.penstock.job;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of a job's timeline: a milestone or an anomaly. Ordinary chunk life is in the counters
 * of {@link StageProgress}, so a timeline stays short however many chunks a job has.
 *
 * @param seq grows by one from 1 within the job; the SSE {@code id}
 * @param place the stage and chunk concerned, where there is one
 * @param text one sentence for a person
 * @param problem what went wrong, for anomalies
 */
public record JobEvent(
    long seq,
    Instant at,
    Kind kind,
    Optional<Place> place,
    String text,
    Optional<Problem> problem) {

  /** A chunk of a stage, at one of its attempts. */
  public record Place(String stage, long chunk, int attempt, long fence) {}

  /** What happened. The first six are milestones, the rest anomalies. */
  public enum Kind {
    ACCEPTED,
    STARTED,
    STAGE_COMPLETED,
    SUCCEEDED,
    FAILED,
    DISMISSED,
    RETRY,
    LAPSED,
    FENCED,
    DEAD,
    SPLIT,
    CHILD_FAILED,
    REPLAYED,
    TRUNCATED;

    /** As the API writes it: {@code "stage_completed"}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public boolean anomaly() {
      return switch (this) {
        case ACCEPTED, STARTED, STAGE_COMPLETED, SUCCEEDED, FAILED, DISMISSED -> false;
        case RETRY, LAPSED, FENCED, DEAD, SPLIT, CHILD_FAILED, REPLAYED, TRUNCATED -> true;
      };
    }
  }
}
