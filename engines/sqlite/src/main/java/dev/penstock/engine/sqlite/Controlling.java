package dev.penstock.engine.sqlite;

import dev.penstock.engine.Changed;
import dev.penstock.engine.Control;
import dev.penstock.job.JobId;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** What an operator does to one job. */
final class Controlling {
  private final Tables tables;
  private final Replays replays;
  private final Endings endings;
  private final InstantSource clock;

  Controlling(Tables tables, Replays replays, Endings endings, InstantSource clock) {
    this.tables = tables;
    this.replays = replays;
    this.endings = endings;
    this.clock = clock;
  }

  Changed control(JobId id, Control control) throws SQLException {
    Optional<Long> key = tables.jobs.keyOf(id);
    if (key.isEmpty()) {
      return new Changed.NoSuchJob();
    }
    JobRow job = tables.jobs.get(key.get());
    return switch (control) {
      case Control.Dismiss dismiss -> dismiss(job);
      case Control.Replay replay -> replays.replay(job, replay, now());
      case Control.Remove remove -> remove(job);
    };
  }

  private Changed dismiss(JobRow job) throws SQLException {
    return switch (job.state) {
      case ACCEPTED, RUNNING -> {
        long now = now();
        yield new Changed.Applied(endings.dismiss(tables.jobs.change(job.key, now), now));
      }
      case DISMISSED -> new Changed.Applied(0);
      case SUCCESSFUL, FAILED -> new Changed.NotNow("The job has ended; there is nothing to stop.");
    };
  }

  private Changed remove(JobRow job) throws SQLException {
    if (!job.state.ended()) {
      return new Changed.NotNow("The job has not ended; dismiss it first.");
    }
    tables.chunks.uncount(job);
    tables.jobs.delete(job);
    return new Changed.Applied(job.chunks);
  }

  private long now() {
    return Micros.of(clock.instant());
  }
}
