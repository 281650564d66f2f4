package dev.penstock.engine.sqlite;

import dev.penstock.engine.Claim.ChunkKey;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.engine.DeadLetters;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters of a {@link SqliteEngine}. Two indexes of what is dead lead to them, jobs first; so
 * they are found in their order, and live ones are never looked at.
 */
final class SqliteDeadLetters implements DeadLetters {
  private static final String LIST =
      "SELECT job.id, shelf.stage, chunk.number, chunk.ok, chunk.repaired, chunk.duplicates,"
          + " chunk.blob, chunk.blob_length, chunk.blob_digest, chunk.bytes, chunk.problem,"
          + " chunk.detail, chunk.attempts, chunk.crashes, chunk.since";

  private static final String KEYS = "SELECT job.id, chunk.number";

  private static final String GROUPS =
      "SELECT shelf.pipeline, shelf.stage, chunk.problem, count(*), sum(chunk.ok + chunk.repaired),"
          + " count(DISTINCT chunk.job), min(chunk.since), max(chunk.since)";

  private static final String FROM =
      " FROM job INDEXED BY job_with_letters"
          + " CROSS JOIN chunk INDEXED BY chunk_dead ON chunk.job = job.key"
          + " CROSS JOIN shelf ON shelf.id = chunk.shelf"
          + " WHERE job.tenant = ? AND job.letters > 0 AND chunk.status = 5";

  private static final String IN_ORDER = " ORDER BY job.id, chunk.number LIMIT ?";

  private final Readers readers;

  SqliteDeadLetters(Readers readers) {
    this.readers = readers;
  }

  /** A select with its conditions, as they come. */
  private static final class Select {
    private final StringBuilder sql;
    private final List<@Nullable Object> parameters = new ArrayList<>();

    Select(String columns, DeadLetterQuery query) {
      sql = new StringBuilder(columns).append(FROM);
      parameters.add(query.tenant());
      query.pipeline().ifPresent(pipeline -> and("shelf.pipeline = ?", pipeline));
      query.stage().ifPresent(stage -> and("shelf.stage = ?", stage));
      query.code().ifPresent(code -> and("chunk.problem = ?", code));
    }

    Select and(String condition, Object parameter) {
      sql.append(" AND ").append(condition);
      parameters.add(parameter);
      return this;
    }

    Select end(String end) {
      sql.append(end);
      return this;
    }

    <T> List<T> from(Statements statements, Statements.RowReader<T> reader) throws SQLException {
      return statements.list(sql.toString(), reader, parameters.toArray());
    }

    <T> List<T> from(Statements statements, Statements.RowReader<T> reader, int limit)
        throws SQLException {
      sql.append(IN_ORDER);
      parameters.add(limit);
      return from(statements, reader);
    }
  }

  @Override
  public List<DeadLetter> list(DeadLetterQuery query) {
    return page(LIST, SqliteDeadLetters::letter, query);
  }

  @Override
  public List<ChunkKey> keys(DeadLetterQuery query) {
    return page(KEYS, row -> new ChunkKey(new JobId(row.getString(1)), row.getLong(2)), query);
  }

  private <T> List<T> page(String columns, Statements.RowReader<T> reader, DeadLetterQuery query) {
    return readers.read(
        sql -> {
          var letters = new ArrayList<T>();
          Select rest = restOfJob(columns, query);
          if (rest != null) {
            letters.addAll(rest.from(sql, reader, query.limit()));
          }
          Optional<JobId> behind = query.after().map(ChunkKey::job);
          int left = query.limit() - letters.size();
          boolean more = query.job().isEmpty() || behind.isEmpty();
          if (left > 0 && more) {
            var select = new Select(columns, query);
            query.job().ifPresent(job -> select.and("job.id = ?", job.value()));
            behind.ifPresent(job -> select.and("job.id > ?", job.value()));
            letters.addAll(select.from(sql, reader, left));
          }
          return List.copyOf(letters);
        });
  }

  /** What is left of the job in which the last page ended, if there may be something. */
  private static @Nullable Select restOfJob(String columns, DeadLetterQuery query) {
    if (query.after().isEmpty()) {
      return null;
    }
    ChunkKey last = query.after().get();
    JobId job = query.job().orElse(last.job());
    int order = job.compareTo(last.job());
    if (order < 0) {
      return null;
    }
    return new Select(columns, query)
        .and("job.id = ?", job.value())
        .and("chunk.number > ?", order == 0 ? last.number() : 0L);
  }

  @Override
  public List<Group> groups(DeadLetterQuery query) {
    return readers.read(
        sql -> {
          var select = new Select(GROUPS, query);
          query.job().ifPresent(job -> select.and("job.id = ?", job.value()));
          return select
              .end(" GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3")
              .from(sql, SqliteDeadLetters::group);
        });
  }

  private static DeadLetter letter(ResultSet row) throws SQLException {
    return new DeadLetter(
        new JobId(row.getString(1)),
        row.getString(2),
        row.getLong(3),
        Columns.load(row, 4),
        Columns.payload(row, 7),
        Objects.requireNonNull(Columns.problem(row, 11), "a dead chunk has a problem"),
        new DeadLetter.Tries(row.getInt(13), row.getInt(14)),
        Micros.instant(row.getLong(15)));
  }

  private static Group group(ResultSet row) throws SQLException {
    return new Group(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        Micros.instant(row.getLong(7)),
        Micros.instant(row.getLong(8)));
  }
}
