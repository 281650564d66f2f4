package dev.penstock.engine;

import dev.penstock.job.JobId;
import dev.penstock.pipeline.Toll;
import java.util.List;
import java.util.Optional;

/**
 * How a job stands beside others.
 *
 * @param priority from 0 to 9; of one tenant's jobs those of higher priority go first
 * @param lane jobs of one lane of a tenant run one after the other, in the order of admission
 * @param coalescing what it does when a job for the same thing is there
 * @param tolerance how much it may lose and still succeed
 * @param toll of its first chunk
 * @param followUps jobs that begin when it ends; at most {@link #MOST_FOLLOW_UPS}
 * @param parent the job that it comes from; it hears of this one's failure
 */
public record Terms(
    int priority,
    Optional<String> lane,
    Optional<Coalescing> coalescing,
    Tolerance tolerance,
    Optional<Toll> toll,
    List<FollowUp> followUps,
    Optional<JobId> parent) {
  /** The highest priority. */
  public static final int MOST_PRIORITY = 9;

  /** Most follow-ups of one job. */
  public static final int MOST_FOLLOW_UPS = 16;

  /** Nothing special. */
  public static final Terms PLAIN =
      new Terms(
          0,
          Optional.empty(),
          Optional.empty(),
          Tolerance.ANY,
          Optional.empty(),
          List.of(),
          Optional.empty());

  public Terms {
    followUps = List.copyOf(followUps);
    if (priority < 0 || priority > MOST_PRIORITY) {
      throw new IllegalArgumentException("priority goes from 0 to 9, not " + priority);
    }
    if (followUps.size() > MOST_FOLLOW_UPS) {
      throw new IllegalArgumentException(followUps.size() + " follow-ups are too many");
    }
    if (lane.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("a lane's name is not blank");
    }
  }

  public Terms priority(int priority) {
    return new Terms(priority, lane, coalescing, tolerance, toll, followUps, parent);
  }

  public Terms lane(String lane) {
    return new Terms(priority, Optional.of(lane), coalescing, tolerance, toll, followUps, parent);
  }

  public Terms coalescing(String key, Coalescing.Mode mode) {
    var how = Optional.of(new Coalescing(key, mode));
    return new Terms(priority, lane, how, tolerance, toll, followUps, parent);
  }

  public Terms tolerance(Tolerance tolerance) {
    return new Terms(priority, lane, coalescing, tolerance, toll, followUps, parent);
  }

  public Terms toll(Optional<Toll> toll) {
    return new Terms(priority, lane, coalescing, tolerance, toll, followUps, parent);
  }

  public Terms followedBy(List<FollowUp> followUps) {
    return new Terms(priority, lane, coalescing, tolerance, toll, followUps, parent);
  }

  public Terms child(JobId of) {
    return new Terms(priority, lane, coalescing, tolerance, toll, followUps, Optional.of(of));
  }
}
