package dev.penstock.engine;

import dev.penstock.blob.Payload;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Toll;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;

/**
 * A job that begins when another one ends, in the same atomic step: a callback, a notification, the
 * next import. It is its parent's child; should it fail, the parent's timeline says so.
 *
 * @param on the endings that it follows
 * @param name what a person calls it
 * @param inputs its own; {@link #JOB}, {@link #STATUS} and {@link #ROUND} are added when it begins
 * @param payload inline, or a blob that outlives its parent
 * @param toll of its first chunk
 */
public record FollowUp(
    Set<JobState> on,
    Plan plan,
    String name,
    InputValues inputs,
    Payload payload,
    Optional<Toll> toll) {
  /** Input that names the job that ended. */
  public static final String JOB = "followed-job";

  /** Input that tells how it ended. */
  public static final String STATUS = "followed-status";

  /** Input that tells in which round it ended. */
  public static final String ROUND = "followed-round";

  public FollowUp {
    on = Set.copyOf(on);
    if (on.isEmpty() || !on.stream().allMatch(JobState::ended)) {
      throw new IllegalArgumentException("a follow-up follows endings, not " + on);
    }
  }

  /** What the engine submits when the parent has ended; {@code id} is the child's. */
  public Submission of(Submission.Ended parent, JobId id) {
    var values = new HashMap<>(inputs.texts());
    values.put(JOB, parent.job().value());
    values.put(STATUS, parent.state().word());
    values.put(ROUND, String.valueOf(parent.round()));
    Terms terms = Terms.PLAIN.child(parent.job()).toll(toll);
    return new Submission(
        id, parent.tenant(), plan, name, new InputValues(values), payload, Optional.empty(), terms);
  }
}
