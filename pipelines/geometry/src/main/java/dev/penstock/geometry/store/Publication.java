package dev.penstock.geometry.store;

import dev.penstock.job.JobId;

/**
 * What a job has written, to be shown to readers as part of a collection.
 *
 * @param chunk that publishes; the same over its attempts and replays, so it names the publication
 * @param round rows of rounds up to this one that are not published yet; what the job published
 *     before is joined, not replaced
 * @param fence of the publishing attempt
 * @param expected how many features the job counts for this publication; the store shows exactly
 *     that many, or nothing
 * @param srs for a job that wrote no row at all
 */
public record Publication(
    JobId job,
    long chunk,
    int round,
    long fence,
    long expected,
    String collection,
    Mode mode,
    Srs srs) {
  /** What happens to the features that the collection has. */
  public enum Mode {
    /** They are replaced, all at once. */
    REPLACE,
    /** They stay, the job's features come beside them. */
    APPEND,
    /** They stay, but a feature with the id of one of the job's is replaced by it. */
    UPSERT
  }
}
