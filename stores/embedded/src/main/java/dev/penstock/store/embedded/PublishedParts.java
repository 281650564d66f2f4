package dev.penstock.store.embedded;

import dev.penstock.blob.DiskRoom;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.geometry.store.PublishedRows;
import dev.penstock.geometry.store.Srs;
import dev.penstock.job.JobId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The published parts of one job, read from the first row of the first to the last of the last. */
final class PublishedParts implements PublishedRows {
  private final PartFolder folder;
  private final List<PartName> parts;
  private final DiskRoom room;
  private Srs srs;
  private long features;
  private long heaviest;

  private PublishedParts(PartFolder folder, List<PartName> parts, DiskRoom room)
      throws SQLException {
    this.folder = folder;
    this.parts = parts;
    this.room = room;
    this.srs = look(parts.getFirst());
    for (PartName part : parts.subList(1, parts.size())) {
      this.srs = look(part);
    }
  }

  /** Empty when the job has no published part, or the file of one is gone. */
  static Optional<PublishedRows> of(
      Sqlite catalog, PartFolder folder, DiskRoom room, JobId job, int round) throws SQLException {
    List<PartName> parts =
        catalog.all(
            "SELECT job, round FROM part WHERE job = ? AND round <= ? ORDER BY round",
            Catalog::name,
            job.value(),
            round);
    return parts.isEmpty() || !parts.stream().allMatch(folder::has)
        ? Optional.empty()
        : Optional.of(new PublishedParts(folder, parts, room));
  }

  private Srs look(PartName part) throws SQLException {
    try (Sqlite sealed = Sqlite.openImmutable(folder.file(part))) {
      features +=
          sealed
              .first("SELECT feature_count FROM gpkg_ogr_contents", row -> row.getLong(1))
              .orElseThrow();
      // Lengths stand in front of a row: its overflow pages are not read.
      heaviest =
          Math.max(
              heaviest,
              sealed
                  .first(
                      """
                      SELECT coalesce(max(coalesce(length(geom), 0) + octet_length(properties)), 0)
                        FROM features
                      """,
                      row -> row.getLong(1))
                  .orElseThrow());
      return SealedReading.srs(sealed).orElseThrow();
    }
  }

  @Override
  public Srs srs() {
    return srs;
  }

  @Override
  public long features() {
    return features;
  }

  @Override
  public long heaviest() {
    return heaviest;
  }

  @Override
  public Cursor open() {
    return new Rows(parts.iterator());
  }

  @Override
  public Path scratch() throws IOException {
    room.check(1);
    return folder.scratch();
  }

  /** Goes from part to part. */
  private final class Rows implements Cursor {
    private final Iterator<PartName> left;
    private @Nullable PartRows rows;

    Rows(Iterator<PartName> left) {
      this.left = left;
    }

    @Override
    public @Nullable FeatureRow next() throws IOException {
      return SqliteTrouble.translated(
              () -> {
                while (true) {
                  FeatureRow row = rows == null ? null : rows.next();
                  if (row != null) {
                    return Optional.of(row);
                  }
                  close();
                  if (!left.hasNext()) {
                    return Optional.<FeatureRow>empty();
                  }
                  rows = new PartRows(folder.file(left.next()));
                }
              })
          .orElse(null);
    }

    @Override
    public void close() throws IOException {
      PartRows open = rows;
      rows = null;
      if (open != null) {
        SqliteTrouble.translated(
            () -> {
              open.close();
              return Boolean.TRUE;
            });
      }
    }
  }
}
