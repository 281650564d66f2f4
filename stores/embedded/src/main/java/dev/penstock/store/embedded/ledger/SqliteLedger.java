package dev.penstock.store.embedded.ledger;

import dev.penstock.job.JobId;
import dev.penstock.store.embedded.SqliteFile;
import dev.penstock.transactions.store.Generation;
import dev.penstock.transactions.store.IssueBook;
import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.MappingBook;
import dev.penstock.transactions.store.PriceBook;
import dev.penstock.transactions.store.Publication;
import dev.penstock.transactions.store.Published;
import dev.penstock.transactions.wire.Coded;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** Ledgers, prices and decisions in {@code ledger.db}; every change is synced to the disk. */
public final class SqliteLedger implements LedgerStore, PriceBook, IssueBook, MappingBook {
  private static final IntFunction<Outcome> OUTCOMES = Coded.by(Outcome.class);
  private static final int MOST_JOBS = 1_000;
  private static final List<String> SCHEMA = List.of("ledger/ledger-1.sql", "ledger/ledger-2.sql");

  private final SqliteFile file;
  private final InstantSource clock;

  private SqliteLedger(SqliteFile file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Opens or makes {@code ledger.db} in a folder. One process at a time does. */
  public static SqliteLedger open(Path folder, InstantSource clock) throws IOException {
    return new SqliteLedger(SqliteFile.open(folder.resolve("ledger.db"), SCHEMA), clock);
  }

  @Override
  public long liveNumber(String account) throws IOException {
    return file.read(
        sqlite ->
            sqlite
                .first("SELECT number FROM head WHERE account = ?", row -> row.getLong(1), account)
                .orElse(0L));
  }

  @Override
  public Optional<Generation> head(String account) throws IOException {
    return file.read(
        sqlite -> {
          // One picture: a publication between the reads would drop what the first one found.
          sqlite.script("BEGIN");
          try {
            return Generations.live(sqlite, account);
          } finally {
            sqlite.script("COMMIT");
          }
        });
  }

  @Override
  public boolean put(Writer writer, List<Block> blocks) throws IOException {
    return file.write(
        sqlite -> {
          if (!Writers.latest(sqlite, writer)) {
            return false;
          }
          for (Block block : blocks) {
            sqlite.change(
                """
                INSERT OR REPLACE INTO block (job, round, kind, name, note, bytes)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                writer.job().value(),
                writer.round(),
                block.kind(),
                block.name(),
                block.note(),
                block.bytes());
          }
          return true;
        });
  }

  @Override
  public List<Part> parts(JobId job, int round, String kind) throws IOException {
    return file.read(
        sqlite ->
            sqlite.all(
                """
                SELECT id, kind, name, note FROM block
                WHERE job = ? AND round = ? AND kind = ? ORDER BY name
                """,
                Generations::part,
                job.value(),
                round,
                kind));
  }

  @Override
  public byte[] read(Part part) throws IOException {
    return file.<Optional<byte[]>>read(
            sqlite ->
                sqlite.first(
                    "SELECT bytes FROM block WHERE id = ?", row -> row.getBytes(1), part.id()))
        .orElseThrow(
            () ->
                new GoneException(
                    "block %d (%s %s) is no longer kept"
                        .formatted(part.id(), part.kind(), part.name())));
  }

  @Override
  public Published publish(Publication publication) throws IOException {
    return file.write(sqlite -> Generations.publish(sqlite, publication, clock.instant()));
  }

  @Override
  public boolean restore(String account) throws IOException {
    return file.write(sqlite -> Generations.restore(sqlite, account));
  }

  @Override
  public List<Point> points(String currency, Set<String> assets) throws IOException {
    return file.read(
        sqlite -> {
          var points = new ArrayList<Point>();
          for (String asset : assets) {
            points.addAll(
                sqlite.all(
                    """
                    SELECT day, outcome, value, source, time FROM price
                    WHERE currency = ? AND asset = ?
                    """,
                    row -> {
                      String value = row.getString(3);
                      return new Point(
                          asset,
                          row.getLong(1),
                          OUTCOMES.apply(row.getInt(2)),
                          value == null ? null : new BigDecimal(value),
                          row.getString(4),
                          row.getLong(5));
                    },
                    currency,
                    asset));
          }
          return points;
        });
  }

  @Override
  public void keep(String currency, List<Point> points) throws IOException {
    file.write(
        sqlite -> {
          for (Point point : points) {
            BigDecimal value = point.value();
            sqlite.change(
                """
                INSERT INTO price (currency, asset, day, outcome, value, source, time)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (currency, asset, day) DO UPDATE SET outcome = excluded.outcome,
                  value = excluded.value, source = excluded.source, time = excluded.time
                WHERE price.outcome <> 0
                """,
                currency,
                point.asset(),
                point.day(),
                Coded.of(point.outcome()),
                value == null ? null : value.toPlainString(),
                point.source(),
                point.time());
          }
          return points.size();
        });
  }

  @Override
  public Map<String, Settlement> settled(String account) throws IOException {
    return file.read(
        sqlite -> {
          var settled = new HashMap<String, Settlement>();
          sqlite.all(
              "SELECT issue, action, detail, note FROM settlement WHERE account = ?",
              row ->
                  settled.put(
                      row.getString(1),
                      new Settlement(
                          Action.valueOf(row.getString(2)), row.getString(3), row.getString(4))),
              account);
          return settled;
        });
  }

  @Override
  public void settle(String account, String issue, Settlement settlement) throws IOException {
    file.write(
        sqlite ->
            settlement.action() == Action.OPEN
                ? sqlite.change(
                    "DELETE FROM settlement WHERE account = ? AND issue = ?", account, issue)
                : sqlite.change(
                    """
                    INSERT OR REPLACE INTO settlement (account, issue, action, detail, note)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                    account,
                    issue,
                    settlement.action().name(),
                    settlement.detail(),
                    settlement.note()));
  }

  @Override
  public Optional<Mapping> mapping(String tenant, String header) throws IOException {
    return file.read(
        sqlite ->
            sqlite
                .all(
                    "SELECT columns, decimals, dates FROM mapping WHERE tenant = ? AND header = ?",
                    row -> new Mapping(row.getString(1), row.getString(2), row.getString(3)),
                    tenant,
                    header)
                .stream()
                .findFirst());
  }

  @Override
  public void keep(String tenant, String header, Mapping mapping) throws IOException {
    file.write(
        sqlite ->
            sqlite.change(
                """
                INSERT OR REPLACE INTO mapping (tenant, header, columns, decimals, dates)
                VALUES (?, ?, ?, ?, ?)
                """,
                tenant,
                header,
                mapping.columns(),
                mapping.decimals(),
                mapping.dates()));
  }

  @Override
  public boolean forget(String tenant, String header) throws IOException {
    return file.write(
            sqlite ->
                sqlite.change(
                    "DELETE FROM mapping WHERE tenant = ? AND header = ?", tenant, header))
        > 0;
  }

  @Override
  public List<JobId> jobs() throws IOException {
    return file.read(
        sqlite ->
            sqlite.all(
                """
                SELECT job FROM block WHERE live = 0 UNION SELECT job FROM writer
                ORDER BY job LIMIT ?
                """,
                row -> new JobId(row.getString(1)),
                MOST_JOBS));
  }

  @Override
  public void discard(JobId job, int round) throws IOException {
    file.write(
        sqlite -> {
          Writers.forget(sqlite, job, round);
          return round;
        });
  }

  /** What was published is the account's, not the job's. */
  @Override
  public void removed(JobId job) throws IOException {
    discard(job, Integer.MAX_VALUE);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
