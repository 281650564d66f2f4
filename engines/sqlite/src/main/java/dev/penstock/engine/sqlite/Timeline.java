package dev.penstock.engine.sqlite;

import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.EventTexts;
import dev.penstock.job.JobEvent.Kind;
import dev.penstock.job.JobEvent.Place;
import dev.penstock.job.Problem;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Writes the events of jobs: every milestone, and anomalies up to a number. */
final class Timeline {
  private static final String INSERT =
      "INSERT INTO event(job, seq, at, kind, text, stage, chunk, attempt, fence, problem, detail)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Statements sql;
  private final int mostAnomalies;

  Timeline(Statements sql, EngineLimits limits) {
    this.sql = sql;
    this.mostAnomalies = limits.anomalies();
  }

  /** What an event tells: where, in a sentence, and what went wrong. */
  record Note(@Nullable Place place, String text, @Nullable Problem problem) {
    static Note of(Place place, String text) {
      return new Note(place, text, null);
    }
  }

  void milestone(JobRow job, long at, Kind kind, String text) throws SQLException {
    add(job, at, kind, new Note(null, text, null));
  }

  void failed(JobRow job, long at, Problem problem) throws SQLException {
    add(job, at, Kind.FAILED, new Note(null, EventTexts.failed(problem), problem));
  }

  void anomaly(JobRow job, long at, Kind kind, Note note) throws SQLException {
    job.anomalies++;
    if (job.anomalies <= mostAnomalies) {
      add(job, at, kind, note);
    } else if (job.anomalies == mostAnomalies + 1L) {
      add(job, at, Kind.TRUNCATED, new Note(null, EventTexts.truncated(mostAnomalies), null));
    }
  }

  private void add(JobRow job, long at, Kind kind, Note note) throws SQLException {
    Place place = note.place();
    Problem problem = note.problem();
    sql.update(
        INSERT,
        job.key,
        ++job.events,
        at,
        kind.name(),
        note.text(),
        place == null ? null : place.stage(),
        place == null ? null : place.chunk(),
        place == null ? null : place.attempt(),
        place == null ? null : place.fence(),
        problem == null ? null : problem.code(),
        problem == null ? null : problem.detail());
  }
}
