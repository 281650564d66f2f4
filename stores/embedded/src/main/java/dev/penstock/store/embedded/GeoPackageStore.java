package dev.penstock.store.embedded;

import dev.penstock.blob.DiskRoom;
import dev.penstock.blob.Folders;
import dev.penstock.geometry.store.FeatureBatch;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.store.Published;
import dev.penstock.geometry.store.PublishedRows;
import dev.penstock.geometry.store.Srs;
import dev.penstock.geometry.store.Written;
import dev.penstock.job.JobId;
import dev.penstock.store.embedded.StagedParts.Slot;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Features in a folder: each job writes GeoPackage files of its own ({@code parts/}), and a SQLite
 * catalog says which of them make up a collection. A published file is never written to again, so
 * any GIS may read it, and it is handed out as the job's result as it is.
 *
 * <p>Files of the head and of the generation before it are kept. What fell out earlier is named by
 * {@link #jobs} and goes with {@link #discard}, not before: a publisher that was killed before it
 * could hand on its file must find it again.
 *
 * <p>One process at a time opens a folder.
 */
public final class GeoPackageStore implements FeatureStore, FeatureCollections {
  private static final int MOST_JOBS = 2_000;
  private static final int READS = 3;

  private final InstantSource clock;
  private final PartFolder folder;
  private final Discards discards = new Discards();
  private final StagedParts staged;
  private final PartReaders readers;
  private final Catalog catalog;
  private final DiskRoom room;
  private final Path place;

  private GeoPackageStore(Path folder, InstantSource clock, long reserve)
      throws IOException, SQLException {
    this.place = Folders.make(folder);
    this.room = DiskRoom.of(folder, reserve);
    this.clock = clock;
    this.catalog = new Catalog(folder.resolve("catalog.db"));
    this.folder = new PartFolder(folder.resolve("parts"));
    this.staged = new StagedParts(this.folder);
    this.readers = new PartReaders(this.folder);
    for (PartName part : catalog.read(Catalog::onDisk)) {
      this.folder.published(part);
    }
  }

  /** Opens or creates the folder, without a reserve. */
  public static GeoPackageStore open(Path folder, InstantSource clock) throws IOException {
    return open(folder, clock, 0);
  }

  /**
   * Opens or creates the folder.
   *
   * @param reserve bytes of the disk that are left to others: nothing is written or published when
   *     less is free
   */
  public static GeoPackageStore open(Path folder, InstantSource clock, long reserve)
      throws IOException {
    return SqliteTrouble.translated(() -> new GeoPackageStore(folder, clock, reserve));
  }

  @Override
  public Written write(FeatureBatch batch) throws IOException {
    var name = new PartName(batch.writer().job(), batch.writer().round());
    return SqliteTrouble.translated(() -> staged.with(name, slot -> write(batch, name, slot)));
  }

  private Written write(FeatureBatch batch, PartName name, Slot slot)
      throws SQLException, IOException {
    if (slot.part().isEmpty() && (discards.has(name) || isPublished(name))) {
      return Written.FENCED;
    }
    room.check(1);
    StagedPart part = slot.made();
    Written written = part.write(batch);
    if (part.sealed()) {
      slot.close();
    }
    return written;
  }

  @Override
  public Published publish(Publication publication) throws IOException {
    return publish(publication, () -> true);
  }

  @Override
  public Published publish(Publication publication, BooleanSupplier wanted) throws IOException {
    var publishing =
        new Publishing(catalog, folder, staged, new Publishing.Ask(publication, wanted, room));
    return SqliteTrouble.translated(() -> publishing.run(clock));
  }

  private boolean isPublished(PartName name) throws SQLException, IOException {
    return catalog.read(c -> Catalog.isPublished(c, name));
  }

  @Override
  public List<JobId> jobs() throws IOException {
    return SqliteTrouble.translated(
        () ->
            Stream.concat(folder.staged().stream(), catalog.read(Catalog::leftOver).stream())
                .map(PartName::job)
                .sorted()
                .distinct()
                .limit(MOST_JOBS)
                .toList());
  }

  @Override
  public void discard(JobId job, int round) throws IOException {
    SqliteTrouble.translated(
        () -> {
          discards.add(job, round);
          for (PartName part : folder.staged(job)) {
            if (part.round() <= round) {
              staged.with(part, slot -> discard(part, slot));
            }
          }
          List<PartName> leftOver = catalog.read(c -> Catalog.leftOver(c, job));
          drop(leftOver);
          return catalog.write(c -> Catalog.dropped(c, leftOver));
        });
  }

  private boolean discard(PartName part, Slot slot) throws SQLException, IOException {
    slot.close();
    boolean unpublished = !isPublished(part);
    if (unpublished) {
      folder.delete(part);
    }
    return unpublished;
  }

  private void drop(List<PartName> parts) throws SQLException, IOException {
    for (PartName part : parts) {
      readers.forget(part);
      folder.delete(part);
    }
  }

  @Override
  public void removed(JobId job) throws IOException {
    discard(job, Integer.MAX_VALUE);
    SqliteTrouble.translated(
        () -> {
          drop(catalog.write(c -> Removal.of(c, job)));
          return Boolean.TRUE;
        });
  }

  @Override
  public Optional<PublishedRows> published(JobId job, int round) throws IOException {
    return SqliteTrouble.translated(
        () -> catalog.read(c -> PublishedParts.of(c, folder, room, job, round)));
  }

  @Override
  public Optional<Srs> srs(String collection) throws IOException {
    return collection(collection).map(Described::srs);
  }

  @Override
  public Optional<Described> collection(String id) throws IOException {
    return SqliteTrouble.translated(() -> catalog.read(c -> Descriptions.head(c, id)));
  }

  @Override
  public List<Described> collections(String after, int limit) throws IOException {
    return SqliteTrouble.translated(() -> catalog.read(c -> Descriptions.after(c, after, limit)));
  }

  @Override
  public Page items(Query query) throws IOException {
    return reading(c -> new Items(c, readers).read(query));
  }

  @Override
  public Page item(String collection, Wanted wanted) throws IOException {
    return reading(c -> new OneItem(c, readers).find(collection, wanted));
  }

  @Override
  public Properties properties(String collection) throws IOException {
    return reading(c -> new OneItem(c, readers).properties(collection));
  }

  private <T> T reading(Catalog.Use<T> use) throws IOException {
    return SqliteTrouble.translated(
        () -> {
          for (int i = 1; ; i++) {
            try {
              return catalog.read(use);
            } catch (PartReaders.PartGoneException gone) {
              // Two publications and a discard came between: the next look sees what is now.
              if (i == READS) {
                throw gone;
              }
            }
          }
        });
  }

  /**
   * Makes a store of another folder, with what is staged and published now. Published files become
   * links where that can be. What is staged meanwhile may be there or not.
   */
  public void copyTo(Path target) throws IOException {
    var copy = new StoreCopy(this.place, folder, staged);
    copy.to(target);
  }

  @Override
  public void close() throws IOException {
    SqliteTrouble.translated(
        () -> {
          staged.close();
          readers.close();
          catalog.close();
          return Boolean.TRUE;
        });
  }
}
