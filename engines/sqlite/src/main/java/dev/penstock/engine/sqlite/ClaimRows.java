package dev.penstock.engine.sqlite;

import dev.penstock.engine.Turns.Place;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The statements that mark ready chunks as running: those of one place at a time. */
final class ClaimRows {
  private static final String OF_PLACE =
      " FROM chunk INDEXED BY chunk_ready WHERE shelf = ?2 AND status = 2 AND job = ?3"
          + " AND gate IS ?4 AND weight IS ?5 ORDER BY number";

  private static final String ONE =
      "UPDATE chunk SET status = 3, worker = ?1, claims = claims + 1, fence = ?6"
          + " WHERE job = ?3 AND number = (SELECT number"
          + OF_PLACE
          + " LIMIT 1) RETURNING "
          + ChunkRow.COLUMNS;

  /** Numbers the fences in the order of the chunks. */
  private static final String MANY =
      "UPDATE chunk SET status = 3, worker = ?1, claims = claims + 1, fence = ?6 + picked.place"
          + " FROM (SELECT number, row_number() OVER (ORDER BY number) - 1 AS place"
          + " FROM (SELECT number"
          + OF_PLACE
          + " LIMIT ?7)) AS picked"
          + " WHERE chunk.job = ?3 AND chunk.number = picked.number RETURNING "
          + ChunkRow.COLUMNS;

  private final Statements sql;

  ClaimRows(Statements sql) {
    this.sql = sql;
  }

  /** The first ready chunks of a place, in their order, now running. */
  List<ChunkRow> claim(Shelf shelf, Place<Long> place, String worker, long fence, int chunks)
      throws SQLException {
    String gate = Columns.gateOf(place.toll());
    Integer weight = Columns.weightOf(place.toll());
    if (chunks == 1) {
      Optional<ChunkRow> one =
          sql.first(ONE, ChunkRow::read, worker, shelf.id, place.job(), gate, weight, fence);
      return one.stream().toList();
    }
    var claimed =
        new ArrayList<>(
            sql.list(
                MANY, ChunkRow::read, worker, shelf.id, place.job(), gate, weight, fence, chunks));
    claimed.sort(Comparator.comparingLong(row -> row.key().number()));
    return claimed;
  }
}
