package dev.penstock.engine;

/**
 * Makes one job of many requests for the same thing.
 *
 * @param key what the requests have in common, unique in the tenant and pipeline
 * @param mode what happens while a job of this key has not ended
 */
public record Coalescing(String key, Mode mode) {
  public Coalescing {
    if (key.isBlank()) {
      throw new IllegalArgumentException("a coalesce key is not blank");
    }
  }

  /** What a request does that meets a job of its key. */
  public enum Mode {
    /** The job that is there answers for both; nothing is stored. */
    JOIN,
    /**
     * The input is newer: one trailing job waits for the one that runs to end. A later request
     * takes the place of a trailing job that still waits, which ends as dismissed.
     */
    RERUN
  }
}
