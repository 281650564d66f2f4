package dev.penstock.store.embedded.ledger;

import dev.penstock.job.JobId;
import dev.penstock.store.embedded.Sqlite;
import dev.penstock.transactions.store.Generation;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.store.LedgerStore.Writer;
import dev.penstock.transactions.store.Publication;
import dev.penstock.transactions.store.Published;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Generations, heads, and the blocks that no generation has any more. */
final class Generations {
  /** Kinds that no reader sees: they go when their job has published. */
  private static final String PRIVATE = "('staged', 'draft', 'reused', 'facts', 'reading')";

  private Generations() {}

  private record Head(long number, @Nullable Long other) {}

  static Optional<Generation> live(Sqlite sqlite, String account) throws SQLException {
    Optional<Head> head = head(sqlite, account);
    return head.isPresent()
        ? Optional.of(generation(sqlite, account, head.get().number()))
        : Optional.empty();
  }

  private static Optional<Head> head(Sqlite sqlite, String account) throws SQLException {
    return sqlite.first(
        "SELECT number, other FROM head WHERE account = ?",
        row -> {
          long other = row.getLong(2);
          return new Head(row.getLong(1), row.wasNull() ? null : other);
        },
        account);
  }

  private record Bare(JobId job, Instant published, byte[] facts, long[] ids) {}

  private static Generation generation(Sqlite sqlite, String account, long number)
      throws SQLException {
    Bare bare =
        sqlite
            .first(
                "SELECT job, published, facts, parts FROM generation WHERE account = ? AND number = ?",
                row ->
                    new Bare(
                        new JobId(row.getString(1)),
                        Instant.ofEpochMilli(row.getLong(2)),
                        row.getBytes(3),
                        BlockIds.unpack(row.getBytes(4))),
                account,
                number)
            .orElseThrow(
                () ->
                    new SQLException("account %s has no generation %d".formatted(account, number)));
    var parts = new ArrayList<Part>(bare.ids().length);
    for (long id : bare.ids()) {
      parts.add(part(sqlite, id));
    }
    return new Generation(account, number, bare.job(), bare.published(), bare.facts(), parts);
  }

  private static Part part(Sqlite sqlite, long id) throws SQLException {
    return sqlite
        .first("SELECT id, kind, name, note FROM block WHERE id = ?", Generations::part, id)
        .orElseThrow(() -> new SQLException("block %d is gone".formatted(id)));
  }

  static Part part(java.sql.ResultSet row) throws SQLException {
    return new Part(row.getLong(1), row.getString(2), row.getString(3), row.getBytes(4));
  }

  static Published publish(Sqlite sqlite, Publication publication, Instant now)
      throws SQLException {
    Writer writer = publication.writer();
    String account = publication.account();
    String job = writer.job().value();
    Optional<Long> before =
        sqlite.first(
            "SELECT number FROM generation WHERE account = ? AND job = ? AND round = ?",
            row -> row.getLong(1),
            account,
            job,
            writer.round());
    if (before.isPresent()) {
      return new Published.Visible(before.get());
    }
    if (!Writers.latest(sqlite, writer)) {
      return new Published.Fenced();
    }
    Optional<Head> head = head(sqlite, account);
    long live = head.map(Head::number).orElse(0L);
    if (live != publication.base()) {
      return new Published.Moved(live);
    }
    long number =
        1
            + sqlite
                .first(
                    "SELECT max(number) FROM generation WHERE account = ?",
                    row -> row.getLong(1),
                    account)
                .orElse(0L);
    sqlite.change(
        """
        INSERT INTO generation (account, number, job, round, published, facts, parts)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        account,
        number,
        job,
        writer.round(),
        now.toEpochMilli(),
        publication.facts(),
        BlockIds.pack(publication.parts()));
    sqlite.change(
        "INSERT OR REPLACE INTO head (account, number, other) VALUES (?, ?, ?)",
        account,
        number,
        live == 0 ? null : live);
    sqlite.change(
        "UPDATE block SET live = 1 WHERE job = ? AND round = ? AND kind NOT IN " + PRIVATE,
        job,
        writer.round());
    Writers.forget(sqlite, writer.job(), writer.round());
    drop(sqlite, account);
    return new Published.Visible(number);
  }

  /** Removes generations that are neither live nor the other one, and the blocks only they had. */
  private static void drop(Sqlite sqlite, String account) throws SQLException {
    List<Long> old =
        sqlite.all(
            """
            SELECT number FROM generation WHERE account = ?1
            AND number NOT IN (SELECT number FROM head WHERE account = ?1)
            AND number NOT IN (SELECT other FROM head WHERE account = ?1 AND other IS NOT NULL)
            """,
            row -> row.getLong(1),
            account);
    if (old.isEmpty()) {
      return;
    }
    Set<Long> kept = new HashSet<>();
    Set<Long> gone = new HashSet<>();
    for (var each :
        sqlite.all(
            "SELECT number, parts FROM generation WHERE account = ?",
            row -> new Ids(row.getLong(1), BlockIds.unpack(row.getBytes(2))),
            account)) {
      Set<Long> into = old.contains(each.number()) ? gone : kept;
      for (long id : each.ids()) {
        into.add(id);
      }
    }
    gone.removeAll(kept);
    for (long id : gone) {
      sqlite.change("DELETE FROM block WHERE id = ?", id);
    }
    for (long number : old) {
      sqlite.change("DELETE FROM generation WHERE account = ? AND number = ?", account, number);
    }
  }

  private record Ids(long number, long[] ids) {}

  static boolean restore(Sqlite sqlite, String account) throws SQLException {
    return sqlite.change(
            "UPDATE head SET number = other, other = number WHERE account = ? AND other IS NOT NULL",
            account)
        == 1;
  }
}
