package dev.penstock.callback;

import dev.penstock.engine.FollowUp;
import dev.penstock.engine.Submission;
import java.util.Optional;

/** Decides, when a job is submitted, whether its end is to be told. Thread-safe. */
@FunctionalInterface
public interface Announcer {
  /** What follows the job to tell of its end. */
  Optional<FollowUp> after(Submission submission);
}
