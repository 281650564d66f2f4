package dev.penstock.store.embedded;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureBatch;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.store.Srs;
import dev.penstock.geometry.store.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** The open file of a part: rows come in with their receipts until it is sealed. */
final class StagedPart implements AutoCloseable {
  private final PartName name;
  private final Sqlite part;
  private final AttributeColumns columns;
  private Optional<SealNote> note;
  private Optional<Srs> srs;

  private StagedPart(PartName name, Sqlite part) throws SQLException {
    this.name = name;
    this.part = part;
    this.note = SealNote.of(part);
    this.columns = new AttributeColumns(part, note.isPresent());
    this.srs = SealedReading.srs(part);
  }

  /**
   * A rollback journal beats a write-ahead log here: a part only grows, so nearly all pages are new
   * and are written once, and nothing is left to copy when it is sealed.
   */
  static StagedPart open(PartName name, Path file) throws SQLException {
    Sqlite part =
        Sqlite.open(
            file,
            "locking_mode = EXCLUSIVE",
            "journal_mode = PERSIST",
            "synchronous = FULL",
            "cache_size = -2000");
    try {
      return new StagedPart(name, part);
    } catch (SQLException broken) {
      part.close();
      throw broken;
    }
  }

  Written write(FeatureBatch batch) throws SQLException, IOException {
    FeatureBatch.Writer writer = batch.writer();
    if (note.isPresent()) {
      return note.get().has(writer.chunk()) ? Written.ALREADY : Written.FENCED;
    }
    Optional<Long> fence =
        part.first(
            "SELECT fence FROM penstock_receipt WHERE chunk = ?",
            row -> row.getLong(1),
            writer.chunk());
    if (fence.isPresent()) {
      return fence.get() > writer.fence() ? Written.FENCED : Written.ALREADY;
    }
    if (srs.isPresent() && !SrsTable.same(srs.get(), batch.srs())) {
      throw new IllegalStateException(
          "batches of job %s in %s and %s".formatted(name.job(), srs.get(), batch.srs()));
    }
    part.atomically(() -> store(batch));
    srs = Optional.of(batch.srs());
    return Written.APPLIED;
  }

  private Written store(FeatureBatch batch) throws SQLException, IOException {
    if (srs.isEmpty()) {
      SrsTable.put(part, batch.srs());
    }
    columns.note(batch.columns());
    for (Map.Entry<String, Long> warning : batch.warnings().entrySet()) {
      part.change(
          """
          INSERT INTO penstock_warning VALUES (?, ?)
            ON CONFLICT (code) DO UPDATE SET features = features + excluded.features
          """,
          warning.getKey(),
          warning.getValue());
    }
    var insert = new FeatureInsert(part, SrsTable.id(batch.srs()));
    FeatureBatch.Rows rows = batch.rows();
    for (FeatureRow row = rows.next(); row != null; row = rows.next()) {
      insert.add(row);
    }
    insert.finish();
    Bounds all = insert.all();
    boolean none = all.isNone();
    part.change(
        "INSERT INTO penstock_receipt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        batch.writer().chunk(),
        batch.writer().fence(),
        insert.features(),
        none ? null : all.minX(),
        none ? null : all.minY(),
        none ? null : all.maxX(),
        none ? null : all.maxY(),
        insert.types(),
        insert.boxes().packed());
    return Written.APPLIED;
  }

  /** Makes a finished GeoPackage of it, unless it is one. Its journal is gone afterwards. */
  SealedPart seal(Publication publication) throws SQLException, IOException {
    if (note.isEmpty()) {
      part.atomically(
          () -> {
            if (srs.isEmpty()) {
              SrsTable.put(part, publication.srs());
            }
            Sealing.seal(part, columns, name, publication);
            return Boolean.TRUE;
          });
      note = SealNote.of(part);
    }
    part.script("PRAGMA journal_mode = DELETE");
    return SealedReading.read(part, name, note.orElseThrow());
  }

  PartName name() {
    return name;
  }

  /** How many features are in it now. */
  long features() throws SQLException {
    return part.first(
            note.isPresent()
                ? "SELECT feature_count FROM gpkg_ogr_contents"
                : "SELECT coalesce(sum(features), 0) FROM penstock_receipt",
            row -> row.getLong(1))
        .orElseThrow();
  }

  /** Whether an attempt with a higher fence has sealed it. */
  boolean fenced(long fence) {
    return note.isPresent() && note.get().fence() > fence;
  }

  boolean sealed() {
    return note.isPresent();
  }

  @Override
  public void close() throws SQLException {
    part.close();
  }
}
