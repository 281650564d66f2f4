package dev.penstock.engine.sqlite;

import dev.penstock.engine.Submission;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where jobs stand in line: one line for each lane, one for each coalesce key. A job begins when it
 * is the first in all its lines. Written at once, so that a verb sees what those before it in the
 * batch did.
 */
final class LineRows {
  private static final String OF_LINE = " FROM line WHERE tenant = ?1 AND kind = ?2 AND name = ?3";

  private final Statements sql;
  private final JobRows jobs;

  private record Line(String tenant, String kind, String name) {
    static Line lane(String tenant, String name) {
      return new Line(tenant, "lane", name);
    }

    static Line key(String tenant, String pipeline, String key) {
      return new Line(tenant, "key", pipeline + "/" + key);
    }
  }

  LineRows(Statements sql, JobRows jobs) {
    this.sql = sql;
    this.jobs = jobs;
  }

  /** The last job under the submission's coalesce key; null: it is the first. */
  @Nullable JobRow last(Submission submission) throws SQLException {
    if (submission.terms().coalescing().isEmpty()) {
      return null;
    }
    String key = submission.terms().coalescing().get().key();
    return end(Line.key(submission.tenant(), submission.plan().pipeline(), key), "DESC");
  }

  /** Puts a job at the end of its lines; the one that it waits for, null: none. */
  @Nullable JobRow enter(JobRow job) throws SQLException {
    List<Line> lines = of(job);
    if (lines.isEmpty()) {
      return null;
    }
    long last = -1;
    for (Line line : lines) {
      last = Math.max(last, place(line, "max", last));
    }
    put(job, lines, last + 1);
    return before(job);
  }

  /** Puts a job that runs again in front. */
  void enterAgain(JobRow job) throws SQLException {
    List<Line> lines = of(job);
    long first = 1;
    for (Line line : lines) {
      first = Math.min(first, place(line, "min", first));
    }
    put(job, lines, first - 1);
  }

  /** A job of the same line that is at work; null: none. */
  @Nullable JobRow atWork(JobRow job) throws SQLException {
    for (Line line : of(job)) {
      JobRow first = end(line, "ASC");
      if (first != null && first.begun() && first.key != job.key) {
        return first;
      }
    }
    return null;
  }

  /** Takes a job out; those that may begin now. */
  List<JobRow> leave(JobRow job) throws SQLException {
    List<Line> lines = of(job);
    if (lines.isEmpty() || sql.update("DELETE FROM line WHERE job = ?", job.key) == 0) {
      return List.of();
    }
    Set<JobRow> next = new LinkedHashSet<>();
    for (Line line : lines) {
      JobRow first = end(line, "ASC");
      if (first != null && !first.begun() && before(first) == null) {
        next.add(first);
      }
    }
    return List.copyOf(next);
  }

  private @Nullable JobRow before(JobRow job) throws SQLException {
    for (Line line : of(job)) {
      JobRow first = end(line, "ASC");
      if (first != null && first.key != job.key) {
        return first;
      }
    }
    return null;
  }

  private void put(JobRow job, List<Line> lines, long place) throws SQLException {
    for (Line line : lines) {
      sql.update(
          "INSERT INTO line(tenant, kind, name, place, job) VALUES (?, ?, ?, ?, ?)",
          line.tenant(),
          line.kind(),
          line.name(),
          place,
          job.key);
    }
  }

  /** The job at one end of a line; null: nobody stands there. */
  private @Nullable JobRow end(Line line, String direction) throws SQLException {
    Optional<Long> key =
        sql.first(
            "SELECT job" + OF_LINE + " ORDER BY place " + direction + " LIMIT 1",
            row -> row.getLong(1),
            line.tenant(),
            line.kind(),
            line.name());
    return key.isEmpty() ? null : jobs.get(key.get());
  }

  private long place(Line line, String which, long otherwise) throws SQLException {
    return sql.number(
        "SELECT coalesce(" + which + "(place), ?4)" + OF_LINE,
        line.tenant(),
        line.kind(),
        line.name(),
        otherwise);
  }

  private static List<Line> of(JobRow job) {
    Order.Standing standing = job.order.standing();
    if (standing.lane() == null && standing.coalesceKey() == null) {
      return List.of();
    }
    var lines = new ArrayList<Line>(2);
    if (standing.lane() != null) {
      lines.add(Line.lane(job.order.tenant(), standing.lane()));
    }
    if (standing.coalesceKey() != null) {
      String pipeline = job.plan.plan().pipeline();
      lines.add(Line.key(job.order.tenant(), pipeline, standing.coalesceKey()));
    }
    return lines;
  }
}
