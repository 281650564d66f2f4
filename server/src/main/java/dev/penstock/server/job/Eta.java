package dev.penstock.server.job;

import dev.penstock.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * When a job will have ended, if it goes on at the rate that it had so far. Told once a twentieth
 * of it is done: before, it is a guess that jumps about.
 *
 * @param left from the job's last change on
 * @param at the moment
 */
record Eta(Duration left, Instant at) {
  private static final double EARLIEST = 0.05;

  static Optional<Eta> of(Job job) {
    OptionalDouble progress = Progress.of(job);
    Instant started = job.times().started();
    if (job.state().ended()
        || started == null
        || progress.isEmpty()
        || progress.getAsDouble() < EARLIEST) {
      return Optional.empty();
    }
    double share = progress.getAsDouble();
    double seconds = Duration.between(started, job.times().updated()).toMillis() / 1e3;
    Duration left = Duration.ofMillis(Math.round(1e3 * seconds * (1 - share) / share));
    return Optional.of(new Eta(left, job.times().updated().plus(left)));
  }
}
