package dev.penstock.store.embedded.farm;

import dev.penstock.job.JobId;
import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.farm.FarmDraft;
import dev.penstock.ndvi.store.FarmBook;
import dev.penstock.ndvi.store.FarmView;
import dev.penstock.ndvi.store.Finding;
import dev.penstock.ndvi.store.Observation;
import dev.penstock.ndvi.store.ObservationStore;
import dev.penstock.ndvi.store.Rules;
import dev.penstock.store.embedded.Sqlite;
import dev.penstock.store.embedded.SqliteFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Farms, observations and states in {@code farms.db}; every change is synced to the disk. */
public final class SqliteFarms implements FarmBook, ObservationStore, FarmView {
  private static final int MOST_JOBS = 1_000;
  private static final int BATCH = 64;

  /** Until a job says otherwise. */
  private static final Rules FIRST =
      new Rules(List.of("ndvi"), 0.6, Duration.ofHours(36).toMillis());

  private final SqliteFile file;
  private final InstantSource clock;

  private SqliteFarms(SqliteFile file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Opens or makes {@code farms.db} in a folder. One process at a time does. */
  public static SqliteFarms open(Path folder, InstantSource clock) throws IOException {
    return new SqliteFarms(
        SqliteFile.open(folder.resolve("farms.db"), List.of("farm/farms-1.sql")), clock);
  }

  @Override
  public List<Kept> put(String tenant, List<FarmDraft> drafts) throws IOException {
    return file.write(
        sqlite -> {
          var kept = new ArrayList<Kept>(drafts.size());
          for (FarmDraft draft : drafts) {
            Kept each = FarmRows.put(sqlite, tenant, draft);
            if (each.change() == Change.SAME) {
              StateRows.renew(sqlite, tenant, each.farm(), clock.millis());
            } else {
              StateRows.begin(sqlite, tenant, each.farm(), FIRST, clock.millis());
            }
            kept.add(each);
          }
          return kept;
        });
  }

  @Override
  public Optional<Farm> one(String tenant, String id) throws IOException {
    return file.read(sqlite -> FarmRows.one(sqlite, tenant, id));
  }

  @Override
  public List<Farm> page(String tenant, String after, int limit, boolean activeOnly)
      throws IOException {
    return file.read(sqlite -> FarmRows.page(sqlite, tenant, after, limit, activeOnly));
  }

  @Override
  public boolean remove(String tenant, String id) throws IOException {
    return file.write(sqlite -> FarmRows.remove(sqlite, tenant, id));
  }

  @Override
  public void begin(JobId job, String tenant, List<Looked> farms) throws IOException {
    file.write(
        sqlite -> {
          for (Looked farm : farms) {
            sqlite.change(
                "INSERT OR REPLACE INTO looked (job, tenant, farm, version) VALUES (?, ?, ?, ?)",
                job.value(),
                tenant,
                farm.farm(),
                farm.version());
            sqlite.change(
                "UPDATE state SET job = ? WHERE tenant = ? AND farm = ?",
                job.value(),
                tenant,
                farm.farm());
          }
          return farms.size();
        });
  }

  @Override
  public Written keep(Writer writer, Batch batch) throws IOException {
    return file.write(
        sqlite -> {
          Optional<Integer> before =
              sqlite.first(
                  "SELECT moved FROM receipt WHERE job = ? AND round = ? AND chunk = ?",
                  row -> row.getInt(1),
                  writer.job().value(),
                  writer.round(),
                  writer.chunk());
          if (before.isPresent()) {
            return new Written.Already(before.get());
          }
          int moved = put(sqlite, writer, batch);
          sqlite.change(
              "INSERT INTO receipt (job, round, chunk, moved) VALUES (?, ?, ?, ?)",
              writer.job().value(),
              writer.round(),
              writer.chunk(),
              moved);
          return new Written.Applied(moved);
        });
  }

  private int put(Sqlite sqlite, Writer writer, Batch batch) throws SQLException {
    Map<String, Farm> touched = new LinkedHashMap<>();
    int moved = 0;
    for (Finding finding : batch.findings()) {
      Optional<Farm> farm = FarmRows.one(sqlite, batch.tenant(), finding.farm());
      if (farm.isEmpty() || farm.get().version() != finding.version()) {
        moved++;
        continue;
      }
      touched.put(finding.farm(), farm.get());
      ObservationRows.put(sqlite, writer, batch.tenant(), finding, batch.rules());
      Finding.Failure failure = finding.failure();
      if (finding.scene() == null && failure != null) {
        StateRows.trouble(sqlite, batch.tenant(), finding.farm(), failure, writer.job().value());
      }
    }
    for (Farm farm : touched.values()) {
      StateRows.rule(sqlite, batch.tenant(), farm.id(), batch.rules());
      StateRows.renew(sqlite, batch.tenant(), farm, clock.millis());
    }
    return moved;
  }

  @Override
  public void finish(JobId job, String tenant, long checked, Rules rules) throws IOException {
    List<Looked> all = looked(job);
    for (int from = 0; from < all.size(); from += BATCH) {
      // Some at a time: between two steps others may write.
      List<Looked> some = all.subList(from, Math.min(all.size(), from + BATCH));
      file.write(
          sqlite -> {
            for (Looked looked : some) {
              StateRows.checked(sqlite, tenant, looked.farm(), job.value(), checked);
              StateRows.rule(sqlite, tenant, looked.farm(), rules);
              renew(sqlite, tenant, looked.farm());
            }
            return some.size();
          });
    }
  }

  private void renew(Sqlite sqlite, String tenant, String id) throws SQLException {
    Optional<Farm> farm = FarmRows.one(sqlite, tenant, id);
    if (farm.isPresent()) {
      StateRows.renew(sqlite, tenant, farm.get(), clock.millis());
    }
  }

  @Override
  public void release(JobId job, String tenant, Finding.Failure why) throws IOException {
    file.write(
        sqlite -> {
          for (String farm : StateRows.held(sqlite, tenant, job.value())) {
            StateRows.ended(sqlite, tenant, farm, why, job.value());
            renew(sqlite, tenant, farm);
          }
          return Boolean.TRUE;
        });
  }

  @Override
  public List<Looked> looked(JobId job) throws IOException {
    return file.read(
        sqlite ->
            sqlite.all(
                "SELECT farm, version FROM looked WHERE job = ? ORDER BY farm",
                row -> new Looked(row.getString(1), row.getInt(2)),
                job.value()));
  }

  @Override
  public Optional<State> state(String tenant, String farm) throws IOException {
    return file.read(sqlite -> StateRows.read(sqlite, tenant, farm));
  }

  @Override
  public void observations(Span span, Consumer<Observation> reader) throws IOException {
    file.read(
        sqlite -> {
          ObservationRows.read(sqlite, span, reader);
          return Boolean.TRUE;
        });
  }

  @Override
  public Optional<Picture> picture(Span span) throws IOException {
    return file.read(sqlite -> Optional.ofNullable(ObservationRows.picture(sqlite, span)));
  }

  @Override
  public List<JobId> jobs() throws IOException {
    return file.read(
        sqlite ->
            sqlite.all(
                """
                SELECT job FROM looked UNION SELECT job FROM receipt UNION
                SELECT job FROM state WHERE job IS NOT NULL ORDER BY job LIMIT ?
                """,
                row -> new JobId(row.getString(1)),
                MOST_JOBS));
  }

  /** What was observed stays. Nobody says any more that the job looks at a farm. */
  @Override
  public void discard(JobId job, int round) throws IOException {
    file.write(
        sqlite -> {
          sqlite.change("DELETE FROM looked WHERE job = ?", job.value());
          sqlite.change("DELETE FROM receipt WHERE job = ? AND round <= ?", job.value(), round);
          return sqlite.change("UPDATE state SET job = NULL WHERE job = ?", job.value());
        });
  }

  @Override
  public void removed(JobId job) throws IOException {
    discard(job, Integer.MAX_VALUE);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
