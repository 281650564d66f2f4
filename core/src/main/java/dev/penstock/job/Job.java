package dev.penstock.job;

import dev.penstock.blob.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One job as it stands at the moment of reading: a consistent picture, taken in one read.
 *
 * @param order what was asked for
 * @param items what became of the items so far; {@link #in} counts those discovered
 * @param in items discovered so far; when the job has ended, {@code in == items.in()}
 */
public record Job(
    JobId id,
    Order order,
    JobState state,
    Times times,
    long in,
    Tally items,
    List<StageProgress> stages,
    Outcome outcome) {

  public Job {
    stages = List.copyOf(stages);
  }

  /** Ended well, but not with everything: rejects or dead chunks say what is missing. */
  public boolean partial() {
    return state == JobState.SUCCESSFUL && items.rejected() + items.dead() > 0;
  }

  /** Items discovered and not yet settled. */
  public long open() {
    return in - items.in();
  }

  /**
   * What was submitted.
   *
   * @param version of the pipeline that the job was accepted with, and keeps
   * @param name what a person calls it, often a file name; may be empty
   * @param inputs every input with its value, defaults filled in
   * @param ties how it stands beside other jobs
   */
  public record Order(
      String tenant,
      String pipeline,
      int version,
      String name,
      Map<String, String> inputs,
      Payload payload,
      Ties ties) {
    public Order {
      inputs = Map.copyOf(inputs);
    }
  }

  /**
   * How a job stands beside others.
   *
   * @param priority from 0 to 9
   * @param lane whose jobs run one after the other
   * @param parent the job that it comes from
   */
  public record Ties(int priority, Optional<String> lane, Optional<JobId> parent) {
    /** Nothing special. */
    public static final Ties NONE = new Ties(0, Optional.empty(), Optional.empty());
  }

  /** When it was accepted, first claimed, last changed and ended. */
  public record Times(
      Instant accepted, @Nullable Instant started, Instant updated, @Nullable Instant ended) {}

  /**
   * What it left behind.
   *
   * @param round 0, then one more for each replay of its dead letters
   * @param results so far
   * @param failure why it failed, if it did
   */
  public record Outcome(int round, List<JobResult> results, @Nullable Problem failure) {
    public Outcome {
      results = List.copyOf(results);
    }
  }
}
